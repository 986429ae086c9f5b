package io.dbops.verification.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dbops.CheckReport;
import io.dbops.DbOps;
import io.dbops.backup.BackupKeys;
import io.dbops.backup.BackupPlan;
import io.dbops.backup.key.KeyGenerator;
import io.dbops.testservers.Availability;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.ServerKind.Family;
import io.dbops.testservers.TestDatabase;
import io.dbops.testservers.TestServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class CheckTest {

    private final BackupKeys keys = KeyGenerator.generate(new SecureRandom());

    @TempDir
    Path temp;

    @ParameterizedTest
    @EnumSource
    void aCheckTellsDriverUserFeaturesAndWhatABackupWouldCapture(ServerKind kind) throws Exception {
        try (TestDatabase database = create(kind);
                DbOps db = dbOps(database)) {
            CheckReport report = db.check();

            try (Connection connection = database.dataSource().getConnection()) {
                assertThat(report.driver())
                        .startsWith(connection.getMetaData().getDriverName())
                        .endsWith(connection.getMetaData().getDriverVersion());
                assertThat(report.user()).isEqualTo(connection.getMetaData().getUserName());
            }
            assertThat(report.backups()).hasValueSatisfying(backups -> {
                assertThat(backups.faults()).isEmpty();
                assertThat(backups.consistency()).isNotBlank();
            });
            assertThat(report.toString()).contains(report.driver(), "TRANSACTIONAL_DDL", "backups: ");
            assertThat(report.toJson()).contains("\"driver\":\"", "\"backups\":{\"consistency\":\"");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPlanOfABackupTellsWhyItWouldBeRefusedAndStoresNothing(ServerKind kind) throws Exception {
        try (TestDatabase database = create(kind);
                DbOps db = dbOps(database)) {
            BackupPlan plan = db.backups().planFull();
            assertThat(plan.faults()).isEmpty();
            assertThat(plan.database()).isEqualTo(db.backups().full().backup().database());
            assertThat(plan.store()).contains("repository");

            try (Connection connection = database.dataSource().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute(notCapturable(kind.family()));
            }
            BackupPlan refused = db.backups().planFull();
            assertThat(refused.faults()).isNotEmpty();
            assertThat(refused.toString())
                    .contains("refused: " + refused.faults().get(0));
            assertThat(refused.toJson()).contains("\"faults\":[\"");
            assertThat(db.backups().list()).hasSize(1);
            assertThat(names(temp.resolve("repository/manifests"))).hasSize(1);
        }
    }

    private static List<Path> names(Path folder) throws Exception {
        if (!Files.isDirectory(folder)) {
            return List.of(folder);
        }
        try (var files = Files.list(folder)) {
            return files.toList();
        }
    }

    private static String notCapturable(Family family) {
        return switch (family) {
            case H2 -> "CREATE TABLE odd (r ROW(a INT, b INT))";
            case POSTGRESQL -> "CREATE PUBLICATION everything FOR ALL TABLES";
            case MYSQL, MARIADB -> "CREATE TABLE odd (a INT) ENGINE = MyISAM";
        };
    }

    private DbOps dbOps(TestDatabase database) {
        return DbOps.builder()
                .dataSource(database.dataSource())
                .backupsTo(temp.resolve("repository"))
                .backupKeys(() -> keys)
                .build();
    }

    private static TestDatabase create(ServerKind kind) {
        Availability availability = TestServers.availability(kind);
        assumeTrue(availability.available(), availability::toString);
        return TestServers.server(kind).createDatabase();
    }
}
