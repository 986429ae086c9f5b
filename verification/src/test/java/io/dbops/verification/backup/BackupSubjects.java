package io.dbops.verification.backup;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dbops.DbOps;
import io.dbops.backup.BackupKeys;
import io.dbops.backup.BackupOptions;
import io.dbops.spi.BackupStore;
import io.dbops.spi.BackupStrategy;
import io.dbops.spi.sql.DatabaseIdentity;
import io.dbops.testservers.Availability;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.TestDatabase;
import io.dbops.testservers.TestServers;
import io.dbops.value.ByteSize;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ServiceLoader;
import javax.sql.DataSource;

/** Databases of every kind, and the library over them. */
final class BackupSubjects {

    /** Small chunks, so that even the sample has several per table. */
    static final BackupOptions SMALL_CHUNKS =
            BackupOptions.builder().chunkSize(ByteSize.ofKiB(64)).parallelism(3).build();

    private BackupSubjects() {}

    /** An empty database of that kind; where it cannot run, or has no backup strategy, the test is skipped by that name. */
    static TestDatabase database(ServerKind kind) throws SQLException {
        Availability availability = TestServers.availability(kind);
        assumeTrue(availability.available(), kind + ": " + availability.reason());
        TestDatabase database = TestServers.server(kind).createDatabase();
        try (Connection connection = database.dataSource().getConnection()) {
            DatabaseIdentity identity = DatabaseIdentity.of(connection);
            assumeTrue(
                    ServiceLoader.load(BackupStrategy.class).stream()
                            .anyMatch(each -> each.get().supports(identity)),
                    kind + ": no backup strategy for " + identity);
        }
        return database;
    }

    /** The one value that a query gives. */
    static String scalar(TestDatabase database, String query) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }

    static DbOps dbOps(DataSource dataSource, BackupStore store, BackupKeys keys) {
        return DbOps.builder()
                .dataSource(dataSource)
                .backupsTo(store)
                .backupKeys(() -> keys)
                .build();
    }
}
