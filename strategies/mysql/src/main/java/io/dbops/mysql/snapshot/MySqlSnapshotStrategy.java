package io.dbops.mysql.snapshot;

import io.dbops.mysql.server.Grants;
import io.dbops.mysql.server.Product;
import io.dbops.spi.BackupStrategy;
import io.dbops.spi.Sleeper;
import io.dbops.spi.snapshot.RestoreSession;
import io.dbops.spi.snapshot.SnapshotRequest;
import io.dbops.spi.snapshot.SnapshotScope;
import io.dbops.spi.snapshot.SnapshotSession;
import io.dbops.spi.snapshot.StrategyReport;
import io.dbops.spi.sql.DatabaseIdentity;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * A consistent copy of one database of MySQL or MariaDB, over JDBC. Scope is the connection's current database, or the one
 * that is named; a restore goes into the target connection's current database.
 *
 * <p>The user needs SELECT, SHOW VIEW, TRIGGER and EVENT on the database, and to see its routines SHOW_ROUTINE on MySQL, SHOW CREATE
 * ROUTINE on the database or SELECT on mysql.proc on MariaDB: without that a backup is refused, unless it is accepted that there
 * may be routines that it does not hold. With RELOAD and PROCESS several connections share the snapshot, else one reads it; with
 * BACKUP_ADMIN (MySQL) changes of definitions are kept out, else they are detected.
 */
public final class MySqlSnapshotStrategy implements BackupStrategy {

    /** {@code LOAD DATA} text. */
    static final String FORMAT = "tsv";

    private final Sleeper sleeper;

    public MySqlSnapshotStrategy() {
        this(Sleeper.REAL);
    }

    MySqlSnapshotStrategy(Sleeper sleeper) {
        this.sleeper = sleeper;
    }

    @Override
    public String id() {
        return "snapshot";
    }

    @Override
    public boolean supports(DatabaseIdentity identity) {
        return Product.of(identity).isPresent();
    }

    @Override
    public StrategyReport check(Connection connection, SnapshotScope scope) throws SQLException {
        Product product = BorrowedConnection.productOf(connection);
        Grants grants = Grants.of(connection);
        Optional<String> database = Scope.database(connection, scope.schemas());
        if (database.isEmpty()) {
            return new StrategyReport(
                    consistency(product, grants), List.of(), List.of("the connection has no current database"));
        }
        Survey survey = Survey.of(new Catalogue(connection, database.get()), grants, product, scope);
        return new StrategyReport(
                        consistency(product, grants),
                        survey.notCaptured(),
                        survey.faults(),
                        warnings(product, grants, connection))
                .of(databaseId(connection, database.get()));
    }

    /**
     * Of the server, where it has an identity, as MariaDB 10.11 has not, and of the database in it. A host name is none: a container
     * that is made anew has another one.
     */
    private static String databaseId(Connection connection, String database) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SHOW VARIABLES WHERE Variable_name IN ('server_uuid', 'server_uid')")) {
            return (row.next() ? row.getString(2) : "") + "/" + database;
        }
    }

    private static List<String> warnings(Product product, Grants grants, Connection connection) {
        boolean seen = grants.global("PROCESS") || product == Product.MYSQL && MetadataLocks.tellsLocks(connection);
        return seen
                ? List.of()
                : List.of(
                        "sessions of other users that wait for the backup cannot be seen, so it cannot give way to them"
                                + " (PROCESS, or on MySQL SELECT on performance_schema)");
    }

    private static String consistency(Product product, Grants grants) {
        String rows = SnapshotOpening.mayShare(grants)
                ? "several connections begin one REPEATABLE READ snapshot under a short FLUSH TABLES WITH READ LOCK"
                : "one connection reads a REPEATABLE READ snapshot (RELOAD and PROCESS would allow several)";
        String definitions = product == Product.MYSQL && grants.global("BACKUP_ADMIN")
                ? "; LOCK INSTANCE FOR BACKUP keeps changes of definitions out"
                : "; a change of definitions fails the backup"
                        + (grants.global("PROCESS") ? "" : ", told by definitions and creation times only");
        return rows + definitions;
    }

    @Override
    public SnapshotSession openSnapshot(SnapshotRequest request) throws SQLException, InterruptedException {
        return new SnapshotOpening(request, sleeper).open();
    }

    @Override
    public RestoreSession openRestore(DataSource target) throws SQLException {
        return MySqlRestoreSession.open(target);
    }
}
