package io.dbops.postgresql.snapshot;

import io.dbops.postgresql.catalog.Catalog;
import io.dbops.postgresql.catalog.Definitions;
import io.dbops.spi.BackupStrategy;
import io.dbops.spi.Sleeper;
import io.dbops.spi.snapshot.Omissions;
import io.dbops.spi.snapshot.RestoreSession;
import io.dbops.spi.snapshot.SnapshotRequest;
import io.dbops.spi.snapshot.SnapshotScope;
import io.dbops.spi.snapshot.SnapshotSession;
import io.dbops.spi.snapshot.StrategyReport;
import io.dbops.spi.sql.DatabaseIdentity;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/**
 * Backs PostgreSQL 14 and newer up over JDBC alone: definitions from the catalogue, rows as COPY text by ranges of heap
 * blocks, all as of one exported snapshot under ACCESS SHARE locks. Needs the driver {@code org.postgresql:postgresql};
 * n readers borrow n connections, at least one.
 *
 * <p>Large objects count as the rows of {@code pg_catalog.pg_largeobject}: they are of every backup of all schemas, and of one of chosen
 * schemas when {@code pg_catalog} is among these. To read them takes SELECT on that table, as superusers and members of
 * {@code pg_read_all_data} have it.
 *
 * <p>A restore gives what the backup defines to its owners, and needs a role that may do so, unless owners are dropped. Chunks of one snapshot may be read and loaded
 * in any order.
 */
public final class PostgreSqlSnapshotStrategy implements BackupStrategy {

    private static final int OLDEST = 14;

    private final Sleeper sleeper;

    /** For ServiceLoader and for explicit registration. */
    public PostgreSqlSnapshotStrategy() {
        this(Sleeper.REAL);
    }

    PostgreSqlSnapshotStrategy(Sleeper sleeper) {
        this.sleeper = sleeper;
    }

    @Override
    public String id() {
        return "snapshot";
    }

    @Override
    public boolean supports(DatabaseIdentity identity) {
        return identity.product().equals("PostgreSQL") && identity.majorVersion() >= OLDEST;
    }

    /** {@inheritDoc} The connection must not be inside a transaction. */
    @Override
    public StrategyReport check(Connection connection, SnapshotScope scope) throws SQLException {
        try (Session session = Session.over(connection)) {
            session.beginRead();
            Catalog catalog = Catalog.open(connection, scope.schemas());
            List<String> faults = new ArrayList<>(new RelationQuery(catalog).faults());
            Definitions definitions = Definitions.read(catalog);
            faults.addAll(definitions.faults());
            Omissions omissions = omissions(definitions, scope);
            faults.addAll(omissions.faults());
            List<String> notCaptured = new ArrayList<>(definitions.notCaptured());
            notCaptured.addAll(omissions.accepted());
            return new StrategyReport(
                            "All readers share one exported REPEATABLE READ snapshot, taken after ACCESS SHARE locks on every table.",
                            notCaptured,
                            faults)
                    .of(databaseId(catalog));
        }
    }

    /** Of the cluster, which a standby shares, and of the database in it. */
    private static String databaseId(Catalog catalog) throws SQLException {
        StringBuilder id = new StringBuilder();
        catalog.each("SELECT pg_catalog.has_function_privilege('pg_catalog.pg_control_system()', 'EXECUTE')", may -> {
            if (may.getBoolean(1)) {
                catalog.each(
                        "SELECT c.system_identifier || '/' || d.oid FROM pg_catalog.pg_control_system() c,"
                                + " pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database()",
                        row -> id.append(row.getString(1)));
            }
        });
        return id.toString();
    }

    static Omissions omissions(Definitions definitions, SnapshotScope scope) {
        Omissions omissions = new Omissions(scope);
        definitions.uncaptured().forEach(omissions::add);
        return omissions;
    }

    /**
     * {@inheritDoc}
     *
     * @throws io.dbops.error.DbOpsException with code {@code BACKUP_FAILED} if something in scope cannot be wholly read,
     *     {@code LOCK_TIMEOUT} if a lock was not granted in time, {@code BACKUP_TORN} if tables kept changing meanwhile
     */
    @Override
    public SnapshotSession openSnapshot(SnapshotRequest request) throws SQLException, InterruptedException {
        return ExportedSnapshot.open(request, sleeper);
    }

    @Override
    public RestoreSession openRestore(DataSource target) throws SQLException {
        return new CopyRestore(target);
    }
}
