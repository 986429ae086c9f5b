package io.dbops.h2;

import io.dbops.spi.sql.CatalogueEntry;
import io.dbops.spi.sql.CatalogueObject;
import io.dbops.spi.sql.SqlFailure;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;
import java.util.function.Function;

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
            if (table != null && !exists(connection, table)) {
                return CatalogueEntry.absent();
            }
            String text = String.join(
                    "\n",
                    table == null
                            ? H2Script.comparable(connection, "")
                            : H2Script.comparable(connection, " TABLE " + qualified(connection, table)));
            return CatalogueEntry.of(text);
        } catch (SQLException e) {
            return switch (classify.apply(e)) {
                case NOT_FOUND -> CatalogueEntry.absent();
                case PRIVILEGE -> CatalogueEntry.unknown("only an administrator of H2 may run SCRIPT");
                default -> throw e;
            };
        }
    }

    private static boolean exists(Connection connection, CatalogueObject table) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT 1 FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?")) {
            query.setString(1, schema(connection, table));
            query.setString(2, table.name());
            try (ResultSet rows = query.executeQuery()) {
                return rows.next();
            }
        }
    }

    private static String qualified(Connection connection, CatalogueObject table) throws SQLException {
        return Identifiers.quote(schema(connection, table)) + "." + Identifiers.quote(table.name());
    }

    private static String schema(Connection connection, CatalogueObject table) throws SQLException {
        return table.schemaName().orElse(connection.getSchema());
    }
}
