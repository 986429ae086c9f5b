package io.dbops.mysql.snapshot;

import io.dbops.mysql.server.Quoting;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A table with rows of its own, as the catalogue describes it.
 *
 * @param columns without generated ones; with the period columns where history is kept
 * @param key the primary key's columns in order, or empty when there is none or one of them is indexed by a prefix only
 * @param rows about how many
 * @param bytes about how large
 * @param versioned whether it keeps the history of its rows (MariaDB's system versioning)
 */
record Table(
        String name,
        String engine,
        List<Column> columns,
        List<KeyColumn> key,
        long rows,
        long bytes,
        boolean versioned) {

    Table {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
    }

    boolean transactional() {
        return engine.equalsIgnoreCase("InnoDB");
    }

    List<String> columnNames() {
        return columns.stream().map(Column::name).toList();
    }

    /** Along what its ranges are cut: the columns of its key, and what each of them sorts by. */
    String order() {
        return key.stream()
                .map(each -> Quoting.identifier(each.column().name()) + " "
                        + each.column().sorting())
                .collect(Collectors.joining(", "));
    }
}
