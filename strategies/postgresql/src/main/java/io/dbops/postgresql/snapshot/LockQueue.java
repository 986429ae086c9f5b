package io.dbops.postgresql.snapshot;

import io.dbops.spi.snapshot.BlockedSession;
import io.dbops.spi.snapshot.BlockedWatch;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.Supplier;
import javax.sql.DataSource;

/**
 * Who waits for some sessions, or behind somebody who does, from pg_locks and pg_blocking_pids. The latter is asked about
 * sessions that wait only, so that an undisturbed look is one cheap query. Every role may see who waits and for what; what another
 * role's session runs is shown to members of pg_read_all_stats.
 */
final class LockQueue implements BlockedWatch {

    private static final String BOUND = "SET LOCAL statement_timeout = '5s'";

    private static final String WAITING = """
            WITH RECURSIVE waiting AS MATERIALIZED (
              SELECT l.pid, l.locktype, l.database, l.relation, l.waitstart, pg_catalog.pg_blocking_pids(l.pid) AS blockers
              FROM pg_catalog.pg_locks l WHERE NOT l.granted),
            blocked (pid, direct) AS (
              SELECT w.pid, true FROM waiting w WHERE w.blockers && ARRAY[%s]::integer[]
              UNION SELECT w.pid, false FROM waiting w JOIN blocked b ON b.pid = ANY (w.blockers))
            SELECT w.pid, coalesce(a.usename, '') AS role, pg_catalog.left(coalesce(a.query, ''), 200) AS query,
              coalesce(n.nspname || '.' || c.relname, w.locktype) AS object,
              coalesce(extract(epoch FROM pg_catalog.clock_timestamp() - w.waitstart), 0) AS seconds, b.direct
            FROM (SELECT pid, bool_or(direct) AS direct FROM blocked GROUP BY pid) b JOIN waiting w ON w.pid = b.pid
            LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = w.pid
            LEFT JOIN pg_catalog.pg_class c ON c.oid = w.relation AND w.database =
              (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database())
            LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            ORDER BY b.direct DESC, 5 DESC, 1""";

    private final Session session;
    private final Supplier<Set<Integer>> blockers;

    private LockQueue(Session session, Supplier<Set<Integer>> blockers) {
        this.session = session;
        this.blockers = blockers;
    }

    /** The blockers are asked for at each look. */
    static LockQueue behind(Supplier<Set<Integer>> blockers, DataSource connections) throws SQLException {
        return new LockQueue(Session.borrow(connections), blockers);
    }

    @Override
    public List<BlockedSession> blocked() throws SQLException {
        StringJoiner pids = new StringJoiner(",");
        blockers.get().forEach(pid -> pids.add(pid.toString()));
        List<BlockedSession> waiting = new ArrayList<>();
        try {
            session.beginRead();
            session.execute(BOUND);
            try (Statement statement = session.connection().createStatement();
                    ResultSet rows = statement.executeQuery(WAITING.formatted(pids))) {
                while (rows.next()) {
                    waiting.add(blocked(rows));
                }
            }
        } catch (SQLException e) {
            session.rollbackAfter(e);
            throw e;
        }
        session.rollback();
        return waiting;
    }

    private static BlockedSession blocked(ResultSet row) throws SQLException {
        return new BlockedSession(
                row.getString("pid"),
                row.getString("role"),
                BlockedSession.kind(row.getString("query")),
                row.getString("object"),
                Duration.ofMillis(Math.max(0, Math.round(row.getDouble("seconds") * 1000))),
                row.getBoolean("direct"));
    }

    @Override
    public void close() throws SQLException {
        session.close();
    }
}
