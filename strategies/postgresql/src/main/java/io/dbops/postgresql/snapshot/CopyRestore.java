package io.dbops.postgresql.snapshot;

import io.dbops.backup.Owners;
import io.dbops.postgresql.PostgreSqlDialect;
import io.dbops.spi.snapshot.AccountedRestore;
import io.dbops.spi.snapshot.DefinitionPreflight;
import io.dbops.spi.snapshot.ParallelRestore;
import io.dbops.spi.snapshot.PartialRestore;
import io.dbops.spi.snapshot.RestoreJournal;
import io.dbops.spi.snapshot.RestoreSession;
import io.dbops.spi.snapshot.ResumableRestore;
import io.dbops.spi.snapshot.SchemaItem;
import io.dbops.spi.snapshot.TableChunk;
import io.dbops.spi.snapshot.TableLoader;
import io.dbops.spi.sql.SqlFailure;
import io.dbops.value.QualifiedName;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import javax.sql.DataSource;

/** Loads into a target: definitions on one session, each in its own transaction, rows on others. */
final class CopyRestore
        implements RestoreSession,
                DefinitionPreflight,
                AccountedRestore,
                ResumableRestore,
                PartialRestore,
                ParallelRestore {

    private static final int MAX_LOADERS = 16;
    private static final PostgreSqlDialect DIALECT = new PostgreSqlDialect();

    /** Functions and types of extensions do not count: a target may have its extensions installed beforehand. */
    private static final String INHABITANTS = """
            SELECT n.nspname, o.what FROM pg_catalog.pg_namespace n CROSS JOIN LATERAL (
                SELECT 'relation ' || c.relname AS what, 'pg_class'::regclass AS catalog, c.oid
                  FROM pg_catalog.pg_class c WHERE c.relnamespace = n.oid
                UNION ALL SELECT 'routine ' || p.proname, 'pg_proc'::regclass, p.oid
                  FROM pg_catalog.pg_proc p WHERE p.pronamespace = n.oid
                UNION ALL SELECT 'type ' || t.typname, 'pg_type'::regclass, t.oid
                  FROM pg_catalog.pg_type t WHERE t.typnamespace = n.oid AND t.typrelid = 0 AND t.typelem = 0) o
            WHERE n.nspname = ANY (?) AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend d
                WHERE d.classid = o.catalog AND d.objid = o.oid AND d.deptype IN ('e', 'i'))
            ORDER BY 1, 2""";

    private static final int INHABITANTS_NAMED = 3;

    /** In a schema of its own, so that it stands in no schema of the backup. */
    private static final String TABLE = RestoreJournal.NAME + "." + RestoreJournal.NAME;

    private final DataSource target;
    private final Session session;
    private final Set<QualifiedName> loaded = new ConcurrentSkipListSet<>();
    private final RestoreJournal journal = new RestoreJournal(TABLE);
    private final DefinitionSession definer;

    CopyRestore(DataSource target) throws SQLException {
        this.target = target;
        this.session = Session.borrow(target);
        this.definer = new DefinitionSession(session, journal);
    }

    @Override
    public List<String> preflight(Set<String> schemas) throws SQLException {
        return obstacles(schemas, true);
    }

    @Override
    public List<String> preflightResumed(Set<String> schemas) throws SQLException {
        return obstacles(schemas, false);
    }

    private List<String> obstacles(Set<String> schemas, boolean empty) throws SQLException {
        List<String> obstacles = new ArrayList<>();
        try {
            session.beginLoad();
            Set<String> ours = new TreeSet<>(schemas);
            boolean largeObjects = ours.remove(LargeObjects.TABLE.schema());
            facts(ours, obstacles);
            if (empty) {
                inhabitants(ours, obstacles);
                if (largeObjects && hasLargeObjects()) {
                    obstacles.add("The target has large objects already.");
                }
            }
        } finally {
            session.rollback();
        }
        return obstacles;
    }

    @Override
    public List<String> missing(List<SchemaItem> definitions) throws SQLException {
        try {
            session.beginLoad();
            return NeededObjects.of(definitions).missing(session.connection());
        } finally {
            session.rollback();
        }
    }

    @Override
    public Set<String> accounts(SchemaItem item) {
        return RoleNames.of(item);
    }

    @Override
    public Optional<SchemaItem> withOwners(SchemaItem item, Owners owners) {
        return RoleNames.withOwners(item, owners);
    }

    private void facts(Set<String> schemas, List<String> obstacles) throws SQLException {
        try (PreparedStatement statement = session.connection().prepareStatement("""
                SELECT pg_is_in_recovery(), has_database_privilege(current_database(), 'CREATE'),
                       (SELECT pg_encoding_to_char(d.encoding) FROM pg_database d WHERE d.datname = current_database()),
                       ARRAY(SELECT n.nspname::text FROM pg_namespace n WHERE n.nspname = ANY (?)
                             AND NOT has_schema_privilege(n.oid, 'CREATE') ORDER BY 1)""")) {
            statement.setArray(1, session.connection().createArrayOf("text", schemas.toArray()));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                if (row.getBoolean(1)) {
                    obstacles.add("The target is a standby and takes no changes.");
                }
                if (!row.getBoolean(2)) {
                    obstacles.add("The role lacks CREATE on the target database.");
                }
                if (!"UTF8".equals(row.getString(3))) {
                    obstacles.add("The target database has encoding " + row.getString(3) + ", not UTF8.");
                }
                for (Object schema : (Object[]) row.getArray(4).getArray()) {
                    obstacles.add("The role lacks CREATE on schema " + schema + " of the target.");
                }
            }
        }
    }

    private void inhabitants(Set<String> schemas, List<String> obstacles) throws SQLException {
        try (PreparedStatement statement = session.connection().prepareStatement(INHABITANTS)) {
            statement.setArray(1, session.connection().createArrayOf("text", schemas.toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                String schema = "";
                int named = 0;
                while (rows.next()) {
                    named = rows.getString(1).equals(schema) ? named + 1 : 1;
                    schema = rows.getString(1);
                    if (named <= INHABITANTS_NAMED) {
                        obstacles.add(
                                "Schema " + schema + " of the target is not empty: it has " + rows.getString(2) + ".");
                    }
                }
            }
        }
    }

    @Override
    public void define(SchemaItem item) throws SQLException {
        definer.define(item);
    }

    @Override
    public void define(SchemaItem item, int number) throws SQLException {
        definer.define(item, number);
    }

    /** What is made over a table's rows, and needs nothing of what another table gets in the same way. */
    @Override
    public boolean mayRunBesideOthers(SchemaItem item) {
        return item.kind().equals("constraint") || item.kind().equals("index");
    }

    @Override
    public ParallelRestore.Definer openDefiner() throws SQLException {
        return new DefinitionSession(Session.borrow(target), journal);
    }

    private void inTransaction(RestoreJournal.Run run) throws SQLException {
        definer.inTransaction(run);
    }

    @Override
    public Optional<String> interrupted() throws SQLException {
        inTransaction(() -> {
            if (isThere(TABLE)) {
                journal.read(session.connection());
            }
        });
        return journal.restore();
    }

    private boolean isThere(String quoted) throws SQLException {
        try (PreparedStatement statement =
                session.connection().prepareStatement("SELECT pg_catalog.to_regclass(?) IS NOT NULL")) {
            statement.setString(1, quoted);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    @Override
    public void begin(String restore) throws SQLException {
        inTransaction(() -> {
            session.execute("DROP SCHEMA IF EXISTS " + RestoreJournal.NAME + " CASCADE");
            session.execute("CREATE SCHEMA " + RestoreJournal.NAME);
            session.execute(journal.creation());
            journal.begin(session.connection(), restore);
        });
    }

    @Override
    public void resume() throws SQLException {
        inTransaction(() -> journal.read(session.connection()));
    }

    @Override
    public boolean isLoaded(TableChunk chunk) {
        return journal.isLoaded(chunk);
    }

    @Override
    public void allLoaded() throws SQLException {
        inTransaction(() -> journal.allLoaded(session.connection()));
    }

    @Override
    public void end() throws SQLException {
        inTransaction(() -> session.execute("DROP SCHEMA IF EXISTS " + RestoreJournal.NAME + " CASCADE"));
    }

    @Override
    public QualifiedName journal() {
        return new QualifiedName(RestoreJournal.NAME, RestoreJournal.NAME);
    }

    @Override
    public List<String> taken(Set<QualifiedName> tables) throws SQLException {
        List<String> taken = new ArrayList<>();
        inTransaction(() -> {
            for (QualifiedName table : new TreeSet<>(tables)) {
                String quoted = DIALECT.quote(table.schema()) + "." + DIALECT.quote(table.name());
                if (LargeObjects.are(table) ? hasLargeObjects() : isThere(quoted)) {
                    taken.add("The target has something of the name " + table + " already.");
                }
            }
        });
        return taken;
    }

    /** A routine's definition would replace the one that is there. */
    @Override
    public boolean defineIfAbsent(SchemaItem item) throws SQLException {
        if (item.kind().equals("schema") && schemaIsThere(item.name())) {
            return false;
        }
        try {
            inTransaction(() -> session.execute(item.sql().replaceFirst("^CREATE OR REPLACE ", "CREATE ")));
            return true;
        } catch (SQLException e) {
            if (DIALECT.classify(e) == SqlFailure.ALREADY_EXISTS) {
                return false;
            }
            throw e;
        }
    }

    private boolean hasLargeObjects() throws SQLException {
        try (Statement statement = session.connection().createStatement();
                ResultSet row = statement.executeQuery("SELECT 1 FROM pg_catalog.pg_largeobject_metadata LIMIT 1")) {
            return row.next();
        }
    }

    private boolean schemaIsThere(String name) throws SQLException {
        boolean[] there = {false};
        inTransaction(() -> there[0] = definer.schemaExists(name));
        return there[0];
    }

    /** Foreign keys are definitions of their own. */
    @Override
    public List<String> dropDanglingKeys(Set<QualifiedName> tables) {
        return List.of();
    }

    @Override
    public int maxLoaders() {
        return MAX_LOADERS;
    }

    @Override
    public TableLoader openLoader() throws SQLException {
        return new CopyLoader(Session.borrow(target), journal, table -> {
            if (!LargeObjects.are(table)) {
                loaded.add(table);
            }
        });
    }

    /** The planner knows nothing of rows that were just loaded, and autovacuum may take its time. */
    @Override
    public void finish() throws SQLException {
        for (QualifiedName table : loaded) {
            inTransaction(() ->
                    session.execute("ANALYZE " + DIALECT.quote(table.schema()) + "." + DIALECT.quote(table.name())));
        }
    }

    @Override
    public void close() throws SQLException {
        session.close();
    }
}
