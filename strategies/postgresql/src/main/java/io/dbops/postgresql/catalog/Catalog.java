package io.dbops.postgresql.catalog;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The catalogue of one database as one transaction sees it, narrowed to the schemas of a backup. The connection runs with an
 * empty search path, so that the server's own texts name everything with its schema. Used by one thread.
 */
public final class Catalog {

    /** What a query does with each row. */
    @FunctionalInterface
    public interface RowReader {
        void read(ResultSet row) throws SQLException;
    }

    /** Of it nothing is backed up but large objects. */
    private static final String SYSTEM = "pg_catalog";

    private final Connection connection;
    private final int majorVersion;
    private final Map<String, Long> schemas;
    private final boolean everySchema;
    private final boolean holdsLargeObjects;

    private Catalog(
            Connection connection,
            int majorVersion,
            Map<String, Long> schemas,
            boolean everySchema,
            boolean holdsLargeObjects) {
        this.connection = connection;
        this.majorVersion = majorVersion;
        this.schemas = schemas;
        this.everySchema = everySchema;
        this.holdsLargeObjects = holdsLargeObjects;
    }

    /**
     * @param wanted catalogue spelling; {@code pg_catalog} stands for the large objects; empty for all but the server's own
     * @throws DbOpsException with code {@code CONFIGURATION} if a wanted schema is not there
     */
    public static Catalog open(Connection connection, Set<String> wanted) throws SQLException {
        Set<String> named = new TreeSet<>(wanted);
        named.remove(SYSTEM);
        Map<String, Long> schemas = new TreeMap<>();
        try (PreparedStatement statement = connection.prepareStatement("""
                SELECT n.nspname, n.oid FROM pg_catalog.pg_namespace n
                WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
                  AND (? OR n.nspname = ANY (?))""")) {
            statement.setFetchSize(0);
            statement.setBoolean(1, wanted.isEmpty());
            statement.setArray(2, connection.createArrayOf("text", named.toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    schemas.put(rows.getString(1), rows.getLong(2));
                }
            }
        }
        Set<String> missing = new TreeSet<>(named);
        missing.removeAll(schemas.keySet());
        if (!missing.isEmpty()) {
            throw DbOpsException.of(ErrorCode.CONFIGURATION, "The database has no schema " + missing + " to back up.")
                    .hint("Name schemas exactly as the catalogue spells them.")
                    .build();
        }
        return new Catalog(
                connection,
                connection.getMetaData().getDatabaseMajorVersion(),
                schemas,
                wanted.isEmpty(),
                wanted.isEmpty() || wanted.contains(SYSTEM));
    }

    public int majorVersion() {
        return majorVersion;
    }

    /** Whether the backup is of the whole database, and so of what belongs to no schema. */
    public boolean everySchema() {
        return everySchema;
    }

    /** Whether large objects, which lie in no schema, are of the backup. */
    public boolean holdsLargeObjects() {
        return holdsLargeObjects;
    }

    /** A condition: the schema with the OID in that column is of the backup. */
    public String inScope(String column) {
        StringJoiner oids = new StringJoiner(", ", column + " IN (", ")");
        oids.setEmptyValue("false");
        schemas.values().forEach(oid -> oids.add(oid.toString()));
        return oids.toString();
    }

    /** A condition: the object was not made by an extension, which makes it again. */
    public static String ownObject(String catalogTable, String oidColumn) {
        return "NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend ext WHERE ext.classid = 'pg_catalog." + catalogTable
                + "'::pg_catalog.regclass AND ext.objid = " + oidColumn + " AND ext.deptype = 'e')";
    }

    /** Runs a query and reads all its rows. */
    public void each(String query, RowReader reader) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            try (ResultSet rows = statement.executeQuery(query)) {
                while (rows.next()) {
                    reader.read(rows);
                }
            }
        }
    }
}
