package io.dbops.h2;

import io.dbops.spi.sql.CatalogueEntry;
import io.dbops.spi.sql.CatalogueObject;
import io.dbops.spi.sql.SqlFailure;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Definitions as H2's own SCRIPT command writes them, which needs an administrator. */
final class DefinitionReader {

    private static final Set<String> TABLES = Set.of("TABLE", "VIEW", "MATERIALIZED VIEW");

    private final Function<SQLException, SqlFailure> classify;

    DefinitionReader(Function<SQLException, SqlFailure> classify) {
        this.classify = classify;
    }

    /** Of a table, or of what belongs to one, that table's; of anything else, all that the database defines. */
    CatalogueEntry read(Connection connection, CatalogueObject object) throws SQLException {
        CatalogueObject table =
                TABLES.contains(object.kind()) ? object : object.tableOf().orElse(null);
        try {
            // asked first, because H2 writes every failure to its trace file
            List<String> tables = table == null ? List.of() : tables(connection, table);
            if (table != null && !tables.contains(table.name())) {
                return absent(connection, table, tables);
            }
            String text = String.join(
                    "\n",
                    table == null
                            ? H2Script.comparable(connection, "")
                            : H2Script.comparable(connection, " TABLE " + qualified(connection, table)));
            return CatalogueEntry.of(text).beside(table == null ? List.of() : removals(connection, table, tables));
        } catch (SQLException e) {
            return switch (classify.apply(e)) {
                case NOT_FOUND -> CatalogueEntry.absent();
                case PRIVILEGE -> CatalogueEntry.unknown("only an administrator of H2 may run SCRIPT");
                default -> throw e;
            };
        }
    }

    /** That table, and what H2 calls the copy of it that an ALTER TABLE makes: its name, a session's number and another. */
    private static List<String> tables(Connection connection, CatalogueObject table) throws SQLException {
        Pattern copy = Pattern.compile(Pattern.quote(table.name()) + "_COPY_\\d+_\\d+");
        try (PreparedStatement query =
                connection.prepareStatement("SELECT TABLE_NAME FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_SCHEMA = ?"
                        + " AND SUBSTRING(TABLE_NAME, 1, CHAR_LENGTH(CAST(? AS VARCHAR))) = ? ORDER BY TABLE_NAME")) {
            query.setString(1, schema(connection, table));
            query.setString(2, table.name());
            query.setString(3, table.name());
            List<String> found = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    String name = rows.getString(1);
                    if (name.equals(table.name()) || copy.matcher(name).matches()) {
                        found.add(name);
                    }
                }
            }
            return found;
        }
    }

    private static List<String> removals(Connection connection, CatalogueObject table, List<String> tables)
            throws SQLException {
        String schema = Identifiers.quote(schema(connection, table)) + ".";
        return tables.stream()
                .filter(name -> !name.equals(table.name()))
                .map(name -> "DROP TABLE " + schema + Identifiers.quote(name))
                .toList();
    }

    /** An ALTER TABLE drops the table when its copy is complete, and gives that its name afterwards. */
    private static CatalogueEntry absent(Connection connection, CatalogueObject table, List<String> copies)
            throws SQLException {
        String schema = Identifiers.quote(schema(connection, table)) + ".";
        return copies.size() == 1
                ? CatalogueEntry.unfinished(
                        "ALTER TABLE " + schema + Identifiers.quote(copies.get(0)) + " RENAME TO "
                                + Identifiers.quote(table.name()),
                        removals(connection, table, copies))
                : CatalogueEntry.absent();
    }

    private static String qualified(Connection connection, CatalogueObject table) throws SQLException {
        return Identifiers.quote(schema(connection, table)) + "." + Identifiers.quote(table.name());
    }

    private static String schema(Connection connection, CatalogueObject table) throws SQLException {
        return table.schemaName().orElse(connection.getSchema());
    }
}
