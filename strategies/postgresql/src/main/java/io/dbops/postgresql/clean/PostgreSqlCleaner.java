package io.dbops.postgresql.clean;

import io.dbops.migration.CleanStep;
import io.dbops.postgresql.clean.DependencyGraph.Outsider;
import io.dbops.spi.sql.SchemaCleaner;
import io.dbops.spi.sql.SchemaContents;
import io.dbops.value.QualifiedName;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Empties schemas of PostgreSQL, in one transaction where the server has room for the locks. */
public final class PostgreSqlCleaner implements SchemaCleaner {

    private static final String DESCRIBE =
            "SELECT pg_describe_object(o.catalog::oid, o.id::oid, 0) FROM unnest(?::bigint[], ?::bigint[])"
                    + " WITH ORDINALITY o (catalog, id, n) ORDER BY o.n";

    /** For the dialect. */
    public PostgreSqlCleaner() {}

    @Override
    public Optional<String> database(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_catalog.current_database()")) {
            row.next();
            return Optional.of(row.getString(1));
        }
    }

    @Override
    public SchemaContents contents(Connection connection, Set<String> schemas, Set<QualifiedName> last)
            throws SQLException {
        connection.setAutoCommit(false);
        try {
            return contents(connection, CatalogSnapshot.read(connection, schemas, last), schemas);
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private static SchemaContents contents(Connection connection, CatalogSnapshot snapshot, Set<String> schemas)
            throws SQLException {
        SchemaContents.Builder contents = SchemaContents.builder();
        for (String schema : schemas) {
            if (snapshot.reserved().contains(schema)) {
                contents.refuse("schema " + schema + " is the server's own");
            } else if (!snapshot.found().contains(schema)) {
                contents.refuse("there is no schema " + schema);
            }
        }
        Extensions extensions = Extensions.settle(snapshot);
        DependencyGraph graph = extensions.graph();
        refuseOutsiders(connection, graph, contents);
        for (Unit unit : graph.units()) {
            if (!unit.mayDrop()) {
                contents.refuse("role " + snapshot.role() + " may not drop " + unit.object() + ", which belongs to "
                        + (unit.owner().isEmpty() ? "a superuser" : unit.owner()));
            }
        }
        leave(connection, extensions, contents);
        snapshot.left().forEach(each -> contents.left(each.what(), each.why()));
        drops(graph, snapshot.locks(), contents);
        return contents.build();
    }

    /** Half of the server's locks for a transaction, an eighth for a statement: others want some too. */
    private static void drops(DependencyGraph graph, long locks, SchemaContents.Builder contents) {
        boolean whole = graph.units().stream().mapToLong(graph::weight).sum() < locks / 2;
        List<CleanStep> drops = DropOrder.of(graph, whole ? Long.MAX_VALUE : Math.max(1, locks / 8));
        contents.oneTransaction(whole);
        if (!drops.isEmpty()) {
            // Argument types are named as the catalogue names them; no schema on the path may hold another of that
            // name.
            contents.drop(CleanStep.preparing("SET search_path = pg_catalog, pg_temp"));
        }
        drops.forEach(contents::drop);
    }

    private static void refuseOutsiders(Connection connection, DependencyGraph graph, SchemaContents.Builder contents)
            throws SQLException {
        List<Outsider> outsiders = graph.outsiders();
        List<String> names =
                describe(connection, outsiders.stream().map(Outsider::user).toList());
        for (int i = 0; i < outsiders.size(); i++) {
            contents.refuse(
                    names.get(i) + " depends on " + outsiders.get(i).used().object());
        }
    }

    private static void leave(Connection connection, Extensions extensions, SchemaContents.Builder contents)
            throws SQLException {
        Map<Unit, Outsider> used = new LinkedHashMap<>(extensions.used());
        List<String> names =
                describe(connection, used.values().stream().map(Outsider::user).toList());
        int i = 0;
        for (Unit extension : used.keySet()) {
            contents.left(extension.object().kind() + " " + extension.object().name(), names.get(i) + " depends on it");
            i++;
        }
        extensions
                .foreign()
                .forEach(extension ->
                        contents.left("extension " + extension.object().name(), "it belongs to " + extension.owner()));
    }

    private static List<String> describe(Connection connection, List<ObjectId> ids) throws SQLException {
        List<String> names = new ArrayList<>();
        if (ids.isEmpty()) {
            return names;
        }
        Array catalogs = connection.createArrayOf(
                "bigint", ids.stream().map(ObjectId::catalog).toArray());
        Array oids = connection.createArrayOf(
                "bigint", ids.stream().map(ObjectId::oid).toArray());
        try (PreparedStatement statement = connection.prepareStatement(DESCRIBE)) {
            statement.setArray(1, catalogs);
            statement.setArray(2, oids);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    names.add(String.valueOf(rows.getString(1)));
                }
            }
        }
        return names;
    }
}
