package io.dbops.verification.tck;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dbops.h2.H2Dialect;
import io.dbops.h2.H2SnapshotStrategy;
import io.dbops.mysql.MariaDbDialect;
import io.dbops.mysql.MySqlDialect;
import io.dbops.mysql.snapshot.MySqlSnapshotStrategy;
import io.dbops.postgresql.PostgreSqlDialect;
import io.dbops.postgresql.snapshot.PostgreSqlSnapshotStrategy;
import io.dbops.spi.BackupStrategy;
import io.dbops.spi.DatabaseDialect;
import io.dbops.testservers.Availability;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.TestDatabase;
import io.dbops.testservers.TestServers;
import java.util.List;
import java.util.Optional;

/** What the contracts must know of each kind of server. */
record ContractDatabase(
        DatabaseDialect dialect,
        BackupStrategy strategy,
        String boundLockWaits,
        String boundDdlWaits,
        String openTransactions,
        List<String> changesOfSettings,
        Optional<String> endWhenIdle) {

    static ContractDatabase of(ServerKind kind) {
        return switch (kind.family()) {
            case H2 ->
                new ContractDatabase(
                        new H2Dialect(),
                        new H2SnapshotStrategy(),
                        "SET LOCK_TIMEOUT 500",
                        "SET LOCK_TIMEOUT 500",
                        "SELECT COUNT(*) FROM INFORMATION_SCHEMA.SESSIONS WHERE CAST(SESSION_ID AS VARCHAR) = ?"
                                + " AND CONTAINS_UNCOMMITTED",
                        List.of("SET SCHEMA INFORMATION_SCHEMA", "SET LOCK_TIMEOUT 4711"),
                        Optional.empty());
            case POSTGRESQL ->
                new ContractDatabase(
                        new PostgreSqlDialect(),
                        new PostgreSqlSnapshotStrategy(),
                        "SET lock_timeout = '500ms'",
                        "SET lock_timeout = '500ms'",
                        "SELECT count(*) FROM pg_stat_activity WHERE pid::text = ? AND xact_start IS NOT NULL",
                        List.of(
                                "SET search_path = pg_catalog",
                                "SET statement_timeout = '77s'",
                                "SET application_name = 'a=b\\c'"),
                        Optional.of("SET idle_session_timeout = '500ms'"));
            case MYSQL -> mysql(new MySqlDialect());
            case MARIADB -> mysql(new MariaDbDialect());
        };
    }

    private static ContractDatabase mysql(DatabaseDialect dialect) {
        return new ContractDatabase(
                dialect,
                new MySqlSnapshotStrategy(),
                "SET SESSION innodb_lock_wait_timeout = 1",
                "SET SESSION lock_wait_timeout = 1",
                "SELECT COUNT(*) FROM information_schema.innodb_trx WHERE trx_mysql_thread_id = ?",
                List.of(
                        "USE mysql",
                        "SET SESSION sql_mode = ''",
                        "SET SESSION foreign_key_checks = 0",
                        "SET SESSION time_zone = '+05:00'",
                        "SET SESSION lock_wait_timeout = 77"),
                Optional.of("SET SESSION wait_timeout = 1"));
    }

    static TestDatabase create(ServerKind kind) {
        Availability availability = TestServers.availability(kind);
        assumeTrue(availability.available(), availability::toString);
        return TestServers.server(kind).createDatabase();
    }
}
