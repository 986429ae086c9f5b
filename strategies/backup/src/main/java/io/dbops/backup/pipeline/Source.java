package io.dbops.backup.pipeline;

import io.dbops.backup.manifest.Sha256;
import io.dbops.backup.work.DatabaseWork;
import io.dbops.spi.BackupStrategy;
import io.dbops.spi.EngineContext;
import io.dbops.spi.snapshot.SnapshotScope;
import io.dbops.spi.snapshot.StrategyReport;
import io.dbops.spi.sql.DatabaseIdentity;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * The database of a backup.
 *
 * @param identity product and version
 * @param strategy that reads it
 * @param report what the strategy can promise of it
 */
record Source(DatabaseIdentity identity, BackupStrategy strategy, StrategyReport report) {

    private static final int ID_LENGTH = 32;

    static Source look(EngineContext context, DatabaseWork database, DataSource connections, SnapshotScope scope)
            throws SQLException {
        try (Connection connection = database.over(connections).getConnection()) {
            DatabaseIdentity identity = DatabaseIdentity.of(connection);
            database.in(identity);
            BackupStrategy strategy = context.strategyFor(SnapshotBackup.STRATEGY, identity);
            return new Source(identity, strategy, strategy.check(connection, scope));
        }
    }

    /** Tells it from other databases; the database's own words may name a server or a path, which is nothing for a manifest. */
    String id() {
        String words = report.databaseId();
        return words.isEmpty()
                ? ""
                : Sha256.hex((identity.product() + "\n" + words).getBytes(StandardCharsets.UTF_8))
                        .substring(0, ID_LENGTH);
    }
}
