package io.dbops.mysql.snapshot;

import io.dbops.mysql.server.Quoting;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The statements that load rows into a table of the current database. Pure. */
record LoadStatements(String table, List<Column> columns) {

    LoadStatements {
        columns = List.copyOf(columns);
    }

    /** Bytes are taken as they are: what is text knows its character set, and was written in it. */
    String loadData() {
        return loadData("dbops");
    }

    /** @param file where the driver or the client reads, without quotes and backslashes */
    String loadData(String file) {
        List<String> fields = new ArrayList<>();
        List<String> assignments = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            String name = Quoting.identifier(columns.get(i).name());
            String variable = "@dbops_" + i;
            Optional<String> expression = columns.get(i).loadExpression(variable);
            fields.add(expression.isPresent() ? variable : name);
            expression.ifPresent(sql -> assignments.add(name + " = " + sql));
        }
        return "LOAD DATA LOCAL INFILE '" + file + "' INTO TABLE " + Quoting.identifier(table) + " CHARACTER SET binary"
                + " FIELDS TERMINATED BY '\\t' ENCLOSED BY '' ESCAPED BY '\\\\' LINES STARTING BY '' TERMINATED BY '\\n'"
                + " (" + String.join(", ", fields) + ")"
                + (assignments.isEmpty() ? "" : " SET " + String.join(", ", assignments));
    }

    /** One statement for so many rows. */
    String insert(int rows) {
        List<String> names = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (Column column : columns) {
            names.add(Quoting.identifier(column.name()));
            values.add(column.loadExpression("?").orElse("?"));
        }
        String row = "(" + String.join(", ", values) + ")";
        return "INSERT INTO " + Quoting.identifier(table) + " (" + String.join(", ", names) + ") VALUES "
                + String.join(", ", Collections.nCopies(rows, row));
    }
}
