package io.dbops.mysql.snapshot;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.mysql.server.Grants;
import io.dbops.mysql.server.Product;
import io.dbops.mysql.server.SessionSettings;
import io.dbops.spi.Sleeper;
import io.dbops.spi.snapshot.SnapshotRequest;
import io.dbops.spi.snapshot.SnapshotSession;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The steps from a request to an open snapshot; on failure it releases all that it took. Used once, by one thread. */
final class SnapshotOpening {

    /** No mode at all: definitions are written in the server's plainest form, and nothing is padded or refused. */
    private static final Map<String, String> READING = Map.of("sql_mode", "");

    private static final int LOCK_WAIT_TIMEOUT = 1205;

    private final SnapshotRequest request;
    private final ConsistentStart start;
    private final List<BorrowedConnection> connections = new ArrayList<>();

    SnapshotOpening(SnapshotRequest request, Sleeper sleeper) {
        this.request = request;
        this.start = new ConsistentStart(sleeper, request.lockWait());
    }

    SnapshotSession open() throws SQLException, InterruptedException {
        try {
            return session();
        } catch (SQLException | RuntimeException | InterruptedException e) {
            for (BorrowedConnection each : connections) {
                each.markUnusable(); // also ends whatever lock the session holds
                BorrowedConnection.closeAfter(e, each::close);
            }
            throw e;
        }
    }

    private SnapshotSession session() throws SQLException, InterruptedException {
        BorrowedConnection leader = borrow();
        Catalogue catalogue = new Catalogue(leader.connection(), enter(leader));
        Grants grants = Grants.of(leader.connection());
        Survey survey = Survey.of(catalogue, grants, leader.product(), request.scope());
        if (!survey.faults().isEmpty()) {
            throw DbOpsException.of(
                            ErrorCode.BACKUP_FAILED,
                            "database " + catalogue.database() + " cannot be wholly read: "
                                    + String.join("; ", survey.faults()))
                    .build();
        }
        boolean definitionsLocked = lockDefinitions(leader, grants);
        Fingerprints before = Fingerprints.read(catalogue, leader.connection(), leader.product());
        boolean shared = request.readers() > 1 && mayShare(grants);
        for (int i = 1; shared && i < request.readers(); i++) {
            enter(borrow());
        }
        String position = begin(leader, shared);
        boolean kept = leader.product() == Product.MARIADB;
        HeldTables held = new HeldTables(kept);
        if (kept) {
            KeyedTableLocks.take(connections, catalogue.tables(), held, request.lockWait());
        }
        Description description = Description.read(catalogue, leader, request);
        return new MySqlSnapshotSession(
                connections, catalogue, before, definitionsLocked, description, held, position, request.connections());
    }

    static boolean mayShare(Grants grants) {
        return (grants.global("RELOAD") || grants.global("FLUSH_TABLES")) && grants.global("PROCESS");
    }

    private BorrowedConnection borrow() throws SQLException {
        BorrowedConnection borrowed = BorrowedConnection.borrow(request.connections(), READING);
        connections.add(borrowed);
        SessionSettings.set(borrowed.connection(), "lock_wait_timeout", Long.toString(start.lockSeconds()));
        return borrowed;
    }

    /** Makes the database in scope the current one, so that definitions come unqualified. */
    private String enter(BorrowedConnection borrowed) throws SQLException {
        String database = Scope.database(borrowed.connection(), request.schemas())
                .orElseThrow(() -> DbOpsException.of(
                                ErrorCode.CONFIGURATION, "the connection has no current database to back up")
                        .hint("Name the database in the JDBC URL or in the backup's options.")
                        .build());
        borrowed.use(database);
        return database;
    }

    private static boolean lockDefinitions(BorrowedConnection leader, Grants grants) throws SQLException {
        if (leader.product() != Product.MYSQL || !grants.global("BACKUP_ADMIN")) {
            return false;
        }
        try {
            leader.execute("LOCK INSTANCE FOR BACKUP");
            return true;
        } catch (SQLException e) {
            if (e.getErrorCode() == LOCK_WAIT_TIMEOUT) {
                throw DbOpsException.of(
                                ErrorCode.LOCK_TIMEOUT,
                                "LOCK INSTANCE FOR BACKUP was not granted: somebody changes definitions")
                        .hint("Take the backup when no migration runs, or allow a longer wait.")
                        .cause(e)
                        .build();
            }
            throw e;
        }
    }

    private String begin(BorrowedConnection leader, boolean shared) throws SQLException, InterruptedException {
        boolean locked = shared && start.lockAll(leader);
        if (!locked) {
            // one reader needs no lock; the others would each see a moment of their own
            while (connections.size() > 1) {
                connections.remove(connections.size() - 1).close();
            }
        }
        for (BorrowedConnection each : connections) {
            ConsistentStart.begin(each);
        }
        if (!locked) {
            return "";
        }
        String position = ConsistentStart.position(leader);
        leader.execute("UNLOCK TABLES");
        return position;
    }
}
