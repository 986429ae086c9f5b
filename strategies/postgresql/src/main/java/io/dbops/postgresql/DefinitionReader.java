package io.dbops.postgresql;

import io.dbops.spi.sql.CatalogueEntry;
import io.dbops.spi.sql.CatalogueObject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** What statements that PostgreSQL refuses inside a transaction leave in the catalogue; a rollback undoes all others. */
final class DefinitionReader {

    private static final String INDEX = """
            SELECT pg_get_indexdef(i.indexrelid), i.indisvalid AND i.indisready,
                   'DROP INDEX CONCURRENTLY ' || i.indexrelid::regclass,
                   EXISTS (SELECT FROM pg_stat_progress_create_index p WHERE p.index_relid = i.indexrelid)
            FROM pg_index i WHERE i.indexrelid = to_regclass(?)""";

    /** What CONCURRENTLY does to a table: its indexes, its partitions. */
    private static final String TABLE = """
            SELECT concat_ws(E'\\n',
                (SELECT string_agg(pg_get_indexdef(i.indexrelid), E'\\n' ORDER BY i.indexrelid)
                    FROM pg_index i WHERE i.indrelid = t.oid),
                (SELECT string_agg(h.inhrelid::regclass::text, E'\\n' ORDER BY h.inhrelid)
                    FROM pg_inherits h WHERE h.inhparent = t.oid), t.oid),
                NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = t.oid AND NOT (i.indisvalid AND i.indisready))
                AND NOT EXISTS (SELECT FROM pg_inherits h WHERE h.inhparent = t.oid AND h.inhdetachpending)
            FROM pg_class t WHERE t.oid = to_regclass(?)""";

    private DefinitionReader() {}

    static CatalogueEntry read(Connection connection, CatalogueObject object) throws SQLException {
        return switch (object.kind()) {
            case "INDEX" -> index(connection, object);
            case "TABLE" -> table(connection, object);
            case "DATABASE" -> named(connection, "SELECT 1 FROM pg_database WHERE datname = ?", object.name());
            case "TABLESPACE" -> named(connection, "SELECT 1 FROM pg_tablespace WHERE spcname = ?", object.name());
            case "SUBSCRIPTION" -> named(connection, "SELECT 1 FROM pg_subscription WHERE subname = ?", object.name());
            default -> CatalogueEntry.unknown("every statement about a " + object.kind() + " is undone by a rollback");
        };
    }

    private static CatalogueEntry index(Connection connection, CatalogueObject object) throws SQLException {
        // an index lies where its table does
        String schema = object.schemaName()
                .or(() -> object.tableOf().flatMap(CatalogueObject::schemaName))
                .orElse(null);
        try (PreparedStatement query = connection.prepareStatement(INDEX)) {
            query.setString(1, Identifiers.qualified(schema, object.name()));
            try (ResultSet rows = query.executeQuery()) {
                if (!rows.next()) {
                    return CatalogueEntry.absent();
                }
                if (rows.getBoolean(2)) {
                    return CatalogueEntry.of(rows.getString(1));
                }
                return rows.getBoolean(4)
                        ? CatalogueEntry.unknown("somebody is building it")
                        : CatalogueEntry.broken(rows.getString(1), rows.getString(3));
            }
        }
    }

    private static CatalogueEntry table(Connection connection, CatalogueObject object) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(TABLE)) {
            query.setString(1, Identifiers.qualified(object.schema(), object.name()));
            try (ResultSet rows = query.executeQuery()) {
                if (!rows.next()) {
                    return CatalogueEntry.absent();
                }
                return rows.getBoolean(2)
                        ? CatalogueEntry.of(rows.getString(1))
                        : CatalogueEntry.unknown("an index of it is invalid, or a partition is half detached");
            }
        }
    }

    private static CatalogueEntry named(Connection connection, String sql, String name) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, name);
            try (ResultSet rows = query.executeQuery()) {
                return rows.next() ? CatalogueEntry.of(name) : CatalogueEntry.absent();
            }
        }
    }
}
