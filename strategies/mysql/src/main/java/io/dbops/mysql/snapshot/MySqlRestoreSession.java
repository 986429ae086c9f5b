package io.dbops.mysql.snapshot;

import io.dbops.backup.Owners;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.mysql.MySqlDialect;
import io.dbops.mysql.server.Quoting;
import io.dbops.mysql.server.SessionSettings;
import io.dbops.spi.snapshot.AccountedRestore;
import io.dbops.spi.snapshot.DefinitionPreflight;
import io.dbops.spi.snapshot.PartialRestore;
import io.dbops.spi.snapshot.RelocatingRestore;
import io.dbops.spi.snapshot.RestoreJournal;
import io.dbops.spi.snapshot.RestoreSession;
import io.dbops.spi.snapshot.ResumableRestore;
import io.dbops.spi.snapshot.SchemaItem;
import io.dbops.spi.snapshot.TableChunk;
import io.dbops.spi.snapshot.TableLoader;
import io.dbops.spi.sql.SqlFailure;
import io.dbops.value.QualifiedName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.sql.DataSource;

/** Loads one database into the current database of the target's connections. */
final class MySqlRestoreSession
        implements RestoreSession,
                RelocatingRestore,
                DefinitionPreflight,
                AccountedRestore,
                ResumableRestore,
                PartialRestore {

    /**
     * Strict, so that nothing is bent, but with every value that a server may have stored: dates that never were, zero as a
     * number of its own. Rows arrive in any order, so references and duplicates are not checked while they do; primary keys
     * always are.
     */
    static final Map<String, String> LOADING = Map.of(
            "sql_mode", "STRICT_ALL_TABLES,NO_AUTO_VALUE_ON_ZERO,ALLOW_INVALID_DATES,NO_ENGINE_SUBSTITUTION",
            "foreign_key_checks", "0",
            "unique_checks", "0",
            "check_constraint_checks", "0",
            "system_versioning_insert_history", "1");

    /** Beyond a few connections the server's disk is what limits. */
    private static final int MOST_LOADERS = 16;

    private final DataSource target;
    private final BorrowedConnection definer;
    private final String database;
    private final RestoreJournal journal = new RestoreJournal(Quoting.identifier(RestoreJournal.NAME));

    private MySqlRestoreSession(DataSource target, BorrowedConnection definer, String database) {
        this.target = target;
        this.definer = definer;
        this.database = database;
    }

    static MySqlRestoreSession open(DataSource target) throws SQLException {
        BorrowedConnection definer = BorrowedConnection.borrow(target, LOADING);
        try {
            return new MySqlRestoreSession(target, definer, databaseOf(definer));
        } catch (SQLException | RuntimeException e) {
            BorrowedConnection.closeAfter(e, definer::close);
            throw e;
        }
    }

    /** The target connection's current database, whatever the backup's was called. */
    @Override
    public String schemaInTarget(String schema) {
        return database;
    }

    private static String databaseOf(BorrowedConnection borrowed) throws SQLException {
        return borrowed.database().orElseThrow(() -> DbOpsException.of(
                        ErrorCode.RESTORE_FAILED, "the target connection has no current database")
                .hint("Name an empty database in the target's JDBC URL.")
                .build());
    }

    @Override
    public List<String> preflight(Set<String> schemas) throws SQLException {
        List<String> obstacles = new ArrayList<>();
        manyDatabases(schemas, obstacles);
        Catalogue catalogue = new Catalogue(definer.connection(), database);
        RowNote note = new RowNote(obstacles, database);
        catalogue.query(
                "SELECT LOWER(TABLE_TYPE), TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_NAME <> '"
                        + RestoreJournal.NAME + "' ORDER BY 2",
                note);
        catalogue.query(
                "SELECT LOWER(ROUTINE_TYPE), ROUTINE_NAME FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = ?"
                        + " ORDER BY 2",
                note);
        catalogue.query(
                "SELECT 'event', EVENT_NAME FROM information_schema.EVENTS WHERE EVENT_SCHEMA = ? ORDER BY 2", note);
        return obstacles;
    }

    @Override
    public List<String> preflightResumed(Set<String> schemas) {
        List<String> obstacles = new ArrayList<>();
        manyDatabases(schemas, obstacles);
        return obstacles;
    }

    private void manyDatabases(Set<String> schemas, List<String> obstacles) {
        if (schemas.size() > 1) {
            obstacles.add("the backup holds " + schemas.size() + " databases, and the target connection has one, "
                    + database);
        }
    }

    @Override
    public List<String> missing(List<SchemaItem> definitions) throws SQLException {
        return Definers.of(definitions).missing(definer.connection());
    }

    @Override
    public Set<String> accounts(SchemaItem item) {
        return Definers.accounts(item);
    }

    @Override
    public Optional<SchemaItem> withOwners(SchemaItem item, Owners owners) {
        return Optional.of(Definers.withOwners(item, owners));
    }

    private record RowNote(List<String> obstacles, String database) implements Catalogue.RowReader {
        @Override
        public void read(ResultSet row) throws SQLException {
            obstacles.add("the target is not empty: " + row.getString(1) + " " + database + "." + row.getString(2)
                    + " is there");
        }
    }

    @Override
    public void define(SchemaItem item) throws SQLException {
        definer.execute(item.sql());
    }

    /** Settings belong to the session, so each session makes them. */
    @Override
    public void define(SchemaItem item, int number) throws SQLException {
        if (item.kind().equals(Definitions.SETTINGS)) {
            define(item);
            return;
        }
        journal.define(definer.connection(), item, number, () -> define(item), MySqlRestoreSession::isThere);
    }

    private static boolean isThere(SQLException failure) {
        return new MySqlDialect().classify(failure) == SqlFailure.ALREADY_EXISTS;
    }

    @Override
    public boolean defineIfAbsent(SchemaItem item) throws SQLException {
        try {
            define(item);
            return true;
        } catch (SQLException e) {
            if (isThere(e)) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public List<String> taken(Set<QualifiedName> tables) throws SQLException {
        Set<String> there = new TreeSet<>(new Catalogue(definer.connection(), database)
                .names("BASE TABLE", "SYSTEM VERSIONED", "VIEW", "SEQUENCE"));
        return tables.stream()
                .map(QualifiedName::name)
                .filter(there::contains)
                .sorted()
                .map(name -> "the target has something of the name " + database + "." + name + " already")
                .toList();
    }

    /** A table's definition holds its foreign keys, and while they are not checked they may point to nothing. */
    @Override
    public List<String> dropDanglingKeys(Set<QualifiedName> tables) throws SQLException {
        Map<String, String> dangling = new TreeMap<>();
        List<String> leftOut = new ArrayList<>();
        new Catalogue(definer.connection(), database)
                .query(
                        "SELECT k.TABLE_NAME, k.CONSTRAINT_NAME, k.REFERENCED_TABLE_NAME"
                                + " FROM information_schema.REFERENTIAL_CONSTRAINTS k LEFT JOIN information_schema.TABLES t"
                                + " ON t.TABLE_SCHEMA = k.UNIQUE_CONSTRAINT_SCHEMA AND t.TABLE_NAME = k.REFERENCED_TABLE_NAME"
                                + " WHERE k.CONSTRAINT_SCHEMA = ? AND t.TABLE_NAME IS NULL",
                        row -> {
                            String table = row.getString(1);
                            if (tables.stream().anyMatch(each -> each.name().equals(table))) {
                                String key = Quoting.identifier(row.getString(2));
                                dangling.put(
                                        "ALTER TABLE " + Quoting.identifier(table) + " DROP FOREIGN KEY " + key,
                                        "foreign key " + row.getString(2) + " of " + database + "." + table
                                                + " needs " + database + "." + row.getString(3)
                                                + ", which is not there");
                            }
                        });
        for (Map.Entry<String, String> each : dangling.entrySet()) {
            definer.execute(each.getKey());
            leftOut.add(each.getValue());
        }
        return leftOut;
    }

    @Override
    public Optional<String> interrupted() throws SQLException {
        if (new Catalogue(definer.connection(), database).names("BASE TABLE").contains(RestoreJournal.NAME)) {
            journal.read(definer.connection());
        }
        return journal.restore();
    }

    @Override
    public void begin(String restore) throws SQLException {
        end();
        definer.execute(journal.creation() + " ENGINE=InnoDB CHARACTER SET ascii COLLATE ascii_bin");
        journal.begin(definer.connection(), restore);
    }

    /** Where rows take part in no transaction, nobody knows which of an interrupted restore are there: they are loaded anew. */
    @Override
    public void resume() throws SQLException {
        Connection connection = definer.connection();
        journal.read(connection);
        if (!journal.areAllLoaded()) {
            for (Table table : new Catalogue(connection, database).tables()) {
                if (!table.transactional()) {
                    definer.execute("TRUNCATE TABLE " + Quoting.identifier(table.name()));
                }
            }
        }
    }

    @Override
    public boolean isLoaded(TableChunk chunk) {
        return journal.isLoaded(chunk);
    }

    @Override
    public void allLoaded() throws SQLException {
        journal.allLoaded(definer.connection());
    }

    @Override
    public void end() throws SQLException {
        definer.execute("DROP TABLE IF EXISTS " + Quoting.identifier(RestoreJournal.NAME));
    }

    @Override
    public QualifiedName journal() {
        return new QualifiedName(database, RestoreJournal.NAME);
    }

    @Override
    public int maxLoaders() {
        return MOST_LOADERS;
    }

    @Override
    public TableLoader openLoader() throws SQLException {
        BorrowedConnection borrowed = BorrowedConnection.borrow(target, LOADING);
        try {
            borrowed.use(database);
            return new TsvTableLoader(borrowed, database, journal);
        } catch (SQLException | RuntimeException e) {
            BorrowedConnection.closeAfter(e, borrowed::close);
            throw e;
        }
    }

    @Override
    public void finish() throws SQLException {
        Connection connection = definer.connection();
        // definitions of stored programs may have left their own settings behind
        for (Map.Entry<String, String> each : LOADING.entrySet()) {
            if (definer.knows(each.getKey())) {
                SessionSettings.set(connection, each.getKey(), each.getValue());
            }
        }
        for (String table : new Catalogue(connection, database).names("BASE TABLE", "SYSTEM VERSIONED")) {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("ANALYZE TABLE " + Quoting.identifier(table))) {
                while (rows.next()) {
                    if (rows.getString("Msg_type").equalsIgnoreCase("error")) {
                        throw DbOpsException.of(
                                        ErrorCode.RESTORE_FAILED,
                                        "statistics of table " + database + "." + table + " could not be made")
                                .build();
                    }
                }
            }
        }
    }

    @Override
    public void close() throws SQLException {
        definer.close();
    }
}
