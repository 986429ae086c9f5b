package io.dbops.mysql.snapshot;

import io.dbops.mysql.server.Product;
import io.dbops.spi.snapshot.BlockedSession;
import io.dbops.spi.snapshot.BlockedWatch;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * Who waits for the metadata locks or the backup lock of some sessions. MySQL's performance_schema tells exactly. Elsewhere the
 * list of sessions tells who waits for a metadata lock, but not for whose: there, whoever waits with a statement that names a
 * table that is held counts. Neither tells since when.
 */
final class MetadataLocks implements BlockedWatch {

    private static final Map<String, String> BOUNDED = Map.of("max_execution_time", "5000", "max_statement_time", "5");

    private static final String INSTRUMENTED = "SELECT COUNT(*) FROM performance_schema.setup_instruments"
            + " WHERE NAME = 'wait/lock/metadata/sql/mdl' AND ENABLED = 'YES'";

    /** What a reader's SHARED_READ, and the SHARED of LOCK INSTANCE FOR BACKUP, keep out; other modes wait behind these. */
    private static final Set<String> KEPT_OUT = Set.of("EXCLUSIVE", "SHARED_NO_READ_WRITE");

    private static final String EXACT =
            "SELECT t.PROCESSLIST_ID, t.PROCESSLIST_USER, LEFT(t.PROCESSLIST_INFO, 200), p.OBJECT_TYPE,"
                    + " p.OBJECT_SCHEMA, p.OBJECT_NAME, p.LOCK_TYPE"
                    + " FROM performance_schema.metadata_locks p JOIN performance_schema.threads t"
                    + " ON t.THREAD_ID = p.OWNER_THREAD_ID WHERE p.LOCK_STATUS = 'PENDING' AND EXISTS"
                    + " (SELECT 1 FROM performance_schema.metadata_locks h JOIN performance_schema.threads o"
                    + " ON o.THREAD_ID = h.OWNER_THREAD_ID WHERE h.LOCK_STATUS = 'GRANTED' AND o.PROCESSLIST_ID IN (%s)"
                    + " AND h.OBJECT_TYPE = p.OBJECT_TYPE AND h.OBJECT_SCHEMA <=> p.OBJECT_SCHEMA"
                    + " AND h.OBJECT_NAME <=> p.OBJECT_NAME) ORDER BY 1";

    private static final String BY_STATE = "SELECT ID, USER, LEFT(INFO, 2000), DB, STATE"
            + " FROM information_schema.PROCESSLIST WHERE STATE IN"
            + " ('Waiting for table metadata lock', 'Waiting for backup lock') AND ID NOT IN (%s) ORDER BY 1";

    /** Kinds of statements that only read or write rows, and so never wait for a reader, but behind who does. */
    private static final Set<String> ORDINARY = Set.of(
            "SELECT",
            "INSERT",
            "INSERT INTO",
            "UPDATE",
            "DELETE",
            "DELETE FROM",
            "REPLACE",
            "REPLACE INTO",
            "WITH",
            "LOAD",
            "SHOW",
            "CALL",
            "DO",
            "TABLE",
            "VALUES",
            "SET",
            "");

    private final BorrowedConnection borrowed;
    private final String database;
    private final Set<Long> sessions;
    private final HeldTables held;
    private final boolean definitionsLocked;
    private final boolean exact;

    private MetadataLocks(
            BorrowedConnection borrowed,
            String database,
            Set<Long> sessions,
            HeldTables held,
            boolean definitionsLocked)
            throws SQLException {
        this.borrowed = borrowed;
        this.database = database;
        this.sessions = sessions;
        this.held = held;
        this.definitionsLocked = definitionsLocked;
        this.exact = borrowed.product() == Product.MYSQL && tellsLocks(borrowed.connection());
    }

    static MetadataLocks behind(
            DataSource connections, String database, Set<Long> sessions, HeldTables held, boolean definitionsLocked)
            throws SQLException {
        BorrowedConnection borrowed = BorrowedConnection.borrow(connections, BOUNDED);
        try {
            return new MetadataLocks(borrowed, database, sessions, held, definitionsLocked);
        } catch (SQLException | RuntimeException e) {
            BorrowedConnection.closeAfter(e, borrowed::close);
            throw e;
        }
    }

    /** Whether this user may read the locks, and the server keeps account of them. */
    static boolean tellsLocks(Connection connection) {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT 1 FROM performance_schema.metadata_locks, performance_schema.threads LIMIT 0");
            try (ResultSet row = statement.executeQuery(INSTRUMENTED)) {
                return row.next() && row.getInt(1) > 0;
            }
        } catch (SQLException mayNotRead) {
            return false;
        }
    }

    @Override
    public List<BlockedSession> blocked() throws SQLException {
        String ids = sessions.stream().map(String::valueOf).collect(Collectors.joining(","));
        List<BlockedSession> found = new ArrayList<>();
        try (Statement statement = borrowed.connection().createStatement();
                ResultSet rows = statement.executeQuery((exact ? EXACT : BY_STATE).formatted(ids))) {
            while (rows.next()) {
                if (exact) {
                    found.add(exact(rows));
                } else {
                    addByState(rows, found);
                }
            }
        }
        return withItsQueue(found);
    }

    private static BlockedSession exact(ResultSet row) throws SQLException {
        String type = row.getString(4);
        boolean table = type.equals("TABLE");
        return session(
                row,
                table ? row.getString(5) + "." + row.getString(6) : type,
                !table || KEPT_OUT.contains(row.getString(7)));
    }

    private void addByState(ResultSet row, List<BlockedSession> found) throws SQLException {
        String sql = Objects.requireNonNullElse(row.getString(3), "");
        if (row.getString(5).equals("Waiting for backup lock")) {
            if (definitionsLocked) {
                found.add(session(row, "BACKUP LOCK", true));
            }
            return;
        }
        boolean here = database.equals(row.getString(4));
        for (String table : new TreeSet<>(held.names())) {
            if (names(sql, table) && (here || names(sql, database))) {
                boolean direct = !ORDINARY.contains(BlockedSession.kind(sql));
                found.add(session(row, database + "." + table, direct));
                return;
            }
        }
    }

    private static boolean names(String sql, String name) {
        return Pattern.compile("(?<![\\w$])" + Pattern.quote(name.replace("`", "``")) + "(?![\\w$])")
                .matcher(sql)
                .find();
    }

    private static BlockedSession session(ResultSet row, String object, boolean direct) throws SQLException {
        return new BlockedSession(
                row.getString(1),
                Objects.requireNonNullElse(row.getString(2), ""),
                BlockedSession.kind(Objects.requireNonNullElse(row.getString(3), "")),
                object,
                Duration.ZERO,
                direct);
    }

    /** Without somebody that we keep out of a table, whoever else waits for it waits for others. */
    private static List<BlockedSession> withItsQueue(List<BlockedSession> found) {
        List<BlockedSession> result =
                new ArrayList<>(found.stream().filter(BlockedSession::direct).toList());
        Set<String> objects = result.stream().map(BlockedSession::object).collect(Collectors.toSet());
        found.stream()
                .filter(each -> !each.direct() && objects.contains(each.object()))
                .forEach(result::add);
        return result;
    }

    @Override
    public void close() throws SQLException {
        borrowed.close();
    }
}
