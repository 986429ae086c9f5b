package io.dbops.h2;

import io.dbops.spi.BackupStrategy;
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
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/**
 * Reads H2 through one connection at isolation level SNAPSHOT, and its definitions through H2's own SCRIPT on another.
 *
 * <p>H2 does not keep DDL away from readers. The definitions are compared before and after, and the rows that the snapshot held
 * at the start are compared with the rows that were read: a table that was altered, dropped or replaced fails the backup.
 */
public final class H2SnapshotStrategy implements BackupStrategy {

    @Override
    public String id() {
        return "snapshot";
    }

    @Override
    public boolean supports(DatabaseIdentity identity) {
        return identity.product().equals("H2") && identity.majorVersion() >= 2;
    }

    @Override
    public StrategyReport check(Connection connection, SnapshotScope scope) throws SQLException {
        H2Catalogue.requireSchemas(connection, scope.schemas());
        List<String> notCaptured =
                new ArrayList<>(List.of("rights of the user who takes the backup", "database settings"));
        notCaptured.addAll(H2Catalogue.omissions(connection, scope).accepted());
        return new StrategyReport(
                        "one connection at isolation level SNAPSHOT; changed definitions are detected",
                        notCaptured,
                        H2Catalogue.faults(connection, scope))
                .of(databaseId(connection));
    }

    /** A file's path; a database in memory has its name, which another process may use too. */
    private static String databaseId(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT DATABASE_PATH(), DATABASE()")) {
            row.next();
            return row.getString(1) == null ? "mem:" + row.getString(2) : row.getString(1);
        }
    }

    @Override
    public SnapshotSession openSnapshot(SnapshotRequest request) throws SQLException {
        return H2SnapshotSession.open(request);
    }

    @Override
    public RestoreSession openRestore(DataSource target) throws SQLException {
        return new H2RestoreSession(target);
    }
}
