package io.dbops.postgresql.clean;

import io.dbops.migration.LeftObject;
import io.dbops.migration.SchemaObject;
import io.dbops.value.QualifiedName;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the catalogue says of some schemas at one moment. Read in one round trip, in a transaction of its own. */
final class CatalogSnapshot {

    private final Set<String> found = new HashSet<>();
    private final Set<String> reserved = new HashSet<>();
    private final Map<ObjectId, Unit> units = new LinkedHashMap<>();
    private final List<Dependency> dependencies = new ArrayList<>();
    private final List<LeftObject> left = new ArrayList<>();
    private String role = "";
    private long locks;

    private CatalogSnapshot() {}

    static CatalogSnapshot read(Connection connection, Collection<String> schemas, Set<QualifiedName> last)
            throws SQLException {
        CatalogSnapshot snapshot = new CatalogSnapshot();
        String sql = String.join(
                "; ",
                CatalogQueries.SETTINGS,
                CatalogQueries.SCHEMAS,
                CatalogQueries.UNITS,
                CatalogQueries.DEPENDENCIES,
                CatalogQueries.LEFT);
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            Array names = connection.createArrayOf("text", schemas.toArray());
            for (int i = 1; i <= 4; i++) {
                statement.setArray(i, names);
            }
            statement.execute();
            snapshot.each(statement, snapshot::schema);
            snapshot.each(statement, row -> snapshot.unit(row, last));
            snapshot.each(statement, snapshot::dependency);
            snapshot.each(statement, row -> snapshot.left.add(new LeftObject(row.getString(1), row.getString(2))));
        }
        return snapshot;
    }

    /** Reads one row. */
    private interface Reader {
        void read(ResultSet row) throws SQLException;
    }

    /** The rows of the next result that has any form of rows. */
    private void each(PreparedStatement statement, Reader reader) throws SQLException {
        while (!statement.getMoreResults()) {
            if (statement.getUpdateCount() < 0) {
                throw new SQLException("the server returned fewer results than it was asked for");
            }
        }
        try (ResultSet rows = statement.getResultSet()) {
            while (rows.next()) {
                reader.read(rows);
            }
        }
    }

    private void schema(ResultSet row) throws SQLException {
        (row.getBoolean("reserved") ? reserved : found).add(row.getString("nspname"));
        role = row.getString("role");
        locks = row.getLong("locks");
    }

    private void unit(ResultSet row, Set<QualifiedName> last) throws SQLException {
        if (row.getString("identity") == null) {
            return; // somebody has dropped it since the statement began: the function looks at the present
        }
        ObjectId id = new ObjectId(row.getLong("catalog"), row.getLong("oid"));
        DropKind kind = DropKind.of(row.getString("type"));
        String schema = row.getString("schema");
        String name = row.getString("name");
        units.put(
                id,
                new Unit(
                        id,
                        kind,
                        new SchemaObject(row.getString("label"), schema, name),
                        row.getString("identity"),
                        row.getString("owner"),
                        row.getBoolean("may"),
                        kind == DropKind.TABLE && last.contains(new QualifiedName(schema, name))));
    }

    private void dependency(ResultSet row) throws SQLException {
        dependencies.add(new Dependency(
                new ObjectId(row.getLong(1), row.getLong(2)),
                new ObjectId(row.getLong(3), row.getLong(4)),
                row.getString(5).charAt(0),
                row.getBoolean(6)));
    }

    /** Schemas that are there and may be emptied. */
    Set<String> found() {
        return found;
    }

    /** Schemas that are the server's own. */
    Set<String> reserved() {
        return reserved;
    }

    Map<ObjectId, Unit> units() {
        return units;
    }

    List<Dependency> dependencies() {
        return dependencies;
    }

    List<LeftObject> left() {
        return left;
    }

    /** The role that asks. */
    String role() {
        return role;
    }

    /** How many locks all transactions together have room for, at the least. */
    long locks() {
        return locks;
    }
}
