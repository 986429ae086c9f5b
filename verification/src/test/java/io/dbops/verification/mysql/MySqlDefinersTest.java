package io.dbops.verification.mysql;

import static io.dbops.verification.mysql.Fixture.column;
import static io.dbops.verification.mysql.Fixture.execute;
import static io.dbops.verification.mysql.Fixture.one;
import static io.dbops.verification.mysql.Fixture.server;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbops.DbOps;
import io.dbops.backup.BackupKeys;
import io.dbops.backup.Owners;
import io.dbops.backup.RecoveryTarget;
import io.dbops.backup.RestoreOptions;
import io.dbops.backup.key.KeyGenerator;
import io.dbops.backup.store.FileSystemStore;
import io.dbops.error.DbOpsException;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.TestDatabase;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** In whose name views and stored programs run after a restore. */
final class MySqlDefinersTest {

    private static final String NAMED = """
            SELECT CONCAT('view ', TABLE_NAME, ' ', DEFINER, ' ', SECURITY_TYPE) FROM information_schema.VIEWS
                WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'v'
            UNION ALL SELECT CONCAT('trigger ', TRIGGER_NAME, ' ', DEFINER) FROM information_schema.TRIGGERS
                WHERE TRIGGER_SCHEMA = DATABASE()
            UNION ALL SELECT CONCAT(LOWER(ROUTINE_TYPE), ' ', ROUTINE_NAME, ' ', DEFINER) FROM information_schema.ROUTINES
                WHERE ROUTINE_SCHEMA = DATABASE() AND ROUTINE_NAME <> 'g'
            UNION ALL SELECT CONCAT('event ', EVENT_NAME, ' ', DEFINER) FROM information_schema.EVENTS
                WHERE EVENT_SCHEMA = DATABASE()
            ORDER BY 1""";

    @TempDir
    Path temp;

    private final BackupKeys keys = KeyGenerator.generate(new SecureRandom());

    @ParameterizedTest
    @EnumSource(names = {"MYSQL_8_0", "MARIADB_10_11", "MARIADB_11_4"})
    void definers_are_kept_have_other_names_or_are_dropped(ServerKind kind) throws Exception {
        try (TestDatabase source = server(kind).createDatabase()) {
            String tail = source.name().substring(source.name().length() - 6);
            String author = "a'`b_" + tail;
            String other = "other_" + tail;
            execute(source.dataSource(), "CREATE USER " + account(author), "CREATE USER " + account(other));
            try {
                String definer = "DEFINER=`" + author.replace("`", "``") + "`@`localhost` ";
                execute(
                        source.dataSource(),
                        "CREATE TABLE t (x INT PRIMARY KEY)",
                        "CREATE " + definer + "FUNCTION f() RETURNS INT DETERMINISTIC RETURN 1",
                        "CREATE " + definer
                                + "SQL SECURITY DEFINER VIEW v AS SELECT x, 'DEFINER=`me`@`here` ' AS y FROM t",
                        "CREATE FUNCTION g() RETURNS INT DETERMINISTIC RETURN 1",
                        "CREATE TABLE `" + source.name() + "` (x INT, y INT)",
                        "CREATE VIEW like_table AS SELECT `" + source.name() + "`.x, g() AS z FROM `" + source.name()
                                + "`",
                        "CREATE " + definer + "TRIGGER tr BEFORE INSERT ON t FOR EACH ROW SET NEW.x = NEW.x + 1",
                        "CREATE " + definer + "PROCEDURE p() SELECT 1",
                        "CREATE " + definer + "EVENT e ON SCHEDULE EVERY 1 DAY DISABLE DO DELETE FROM t");
                List<String> before = named(source);
                assertThat(before).hasSize(5).allSatisfy(each -> assertThat(each)
                        .contains(author));
                try (DbOps dbOps = dbOps(source)) {
                    dbOps.backups().full();
                }

                assertThat(restored(kind, source, Owners.kept())).isEqualTo(before);
                assertThat(restored(kind, source, Owners.mapped(Map.of(author + "@localhost", other + "@localhost"))))
                        .isEqualTo(before.stream()
                                .map(each -> each.replace(author, other))
                                .toList());
                String restorer = one(source.dataSource(), "SELECT CURRENT_USER()");
                assertThat(restored(kind, source, Owners.dropped()))
                        .isEqualTo(before.stream()
                                .map(each -> each.replace(author + "@localhost", restorer))
                                .toList());
                assertThatThrownBy(() -> restored(
                                kind, source, Owners.mapped(Map.of(author + "@localhost", "nobody_" + tail + "@%"))))
                        .isInstanceOf(DbOpsException.class)
                        .hasMessageContaining("account nobody_" + tail + "@% is missing on the target");
            } finally {
                execute(source.dataSource(), "DROP USER " + account(author), "DROP USER " + account(other));
            }
        }
    }

    private static String account(String name) {
        return "`" + name.replace("`", "``") + "`@localhost";
    }

    private List<String> restored(ServerKind kind, TestDatabase source, Owners owners) throws Exception {
        try (TestDatabase target = server(kind).createDatabase();
                DbOps dbOps = dbOps(source)) {
            dbOps.backups()
                    .restore(
                            RecoveryTarget.latest(),
                            target.dataSource(),
                            RestoreOptions.builder().owners(owners).build());
            assertThat(column(
                            target.dataSource(),
                            "SELECT VIEW_DEFINITION FROM information_schema.VIEWS WHERE TABLE_SCHEMA = DATABASE()"))
                    .hasSize(2)
                    .noneMatch(select -> select.contains("`" + source.name() + "`.`t`")
                            || select.contains("`" + source.name() + "`.`g`"));
            return named(target);
        }
    }

    private DbOps dbOps(TestDatabase source) {
        return DbOps.builder()
                .dataSource(source.dataSource())
                .backupsTo(FileSystemStore.at(temp))
                .backupKeys(() -> keys)
                .build();
    }

    private static List<String> named(TestDatabase database) throws SQLException {
        return column(database.dataSource(), NAMED);
    }
}
