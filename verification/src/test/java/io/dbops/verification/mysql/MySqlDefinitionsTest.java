package io.dbops.verification.mysql;

import static io.dbops.verification.mysql.Fixture.backup;
import static io.dbops.verification.mysql.Fixture.column;
import static io.dbops.verification.mysql.Fixture.connections;
import static io.dbops.verification.mysql.Fixture.execute;
import static io.dbops.verification.mysql.Fixture.foreignConnections;
import static io.dbops.verification.mysql.Fixture.one;
import static io.dbops.verification.mysql.Fixture.restore;
import static io.dbops.verification.mysql.Fixture.server;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbops.mysql.snapshot.MySqlSnapshotStrategy;
import io.dbops.spi.snapshot.RestoreSession;
import io.dbops.spi.snapshot.SnapshotScope;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.TestDatabase;
import io.dbops.verification.mysql.Fixture.Copy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Everything that a database holds besides rows is there again, and none of it reaches back to where it came from. */
final class MySqlDefinitionsTest {

    @ParameterizedTest
    @CsvSource({
        "MYSQL_8_0, false",
        "MYSQL_8_0, true",
        "MARIADB_10_11, false",
        "MARIADB_11_4, false",
        "MARIADB_11_4, true"
    })
    void viewsTriggersRoutinesAndEventsComeBack(ServerKind kind, boolean foreignDriver) throws Exception {
        try (TestDatabase source = server(kind).createDatabase();
                TestDatabase target = server(kind).createDatabase()) {
            create(source);
            Copy copy = backup(foreignDriver ? foreignConnections(source) : connections(source), 1, 1 << 20, () -> {});
            restore(copy, foreignDriver ? foreignConnections(target) : connections(target));
            source.close();

            DataSource restored = connections(target);
            for (String what : List.of(
                    "TABLE child",
                    "TABLE parts",
                    "VIEW a_top",
                    "VIEW z_base",
                    "FUNCTION twice",
                    "PROCEDURE fill",
                    "EVENT nightly")) {
                assertThat(shown(restored, what)).as(what).doesNotContain(source.name());
            }
            assertThat(one(restored, "SELECT doubled FROM a_top WHERE id = 1")).isEqualTo("20");
            // the trigger was not there while rows were loaded, and is now
            assertThat(one(restored, "SELECT SUM(amount) FROM parent")).isEqualTo("30");
            execute(restored, "INSERT INTO parent (id, amount) VALUES (9, 1)");
            assertThat(one(restored, "SELECT amount FROM parent WHERE id = 9")).isEqualTo("101");
            assertThat(column(
                            restored,
                            "SELECT CONCAT(SQL_MODE, ' ', COLLATION_CONNECTION) FROM information_schema.ROUTINES"
                                    + " WHERE ROUTINE_SCHEMA = DATABASE() AND ROUTINE_NAME = 'fill'"))
                    .containsExactly("PIPES_AS_CONCAT,ANSI_QUOTES latin1_swedish_ci");
            assertThat(one(restored, "SELECT TIME_ZONE FROM information_schema.EVENTS WHERE EVENT_SCHEMA = DATABASE()"))
                    .isEqualTo("+05:00");
            assertThat(one(
                            restored,
                            "SELECT DEFAULT_COLLATION_NAME FROM information_schema.SCHEMATA"
                                    + " WHERE SCHEMA_NAME = DATABASE()"))
                    .isEqualTo("latin2_croatian_ci");
            assertThat(column(
                            restored,
                            "SELECT PARTITION_NAME FROM information_schema.PARTITIONS"
                                    + " WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'parts' ORDER BY 1"))
                    .containsExactly("p0", "p1");
        }
    }

    private static void create(TestDatabase source) throws Exception {
        execute(
                source.dataSource(),
                "ALTER DATABASE CHARACTER SET latin2 COLLATE latin2_croatian_ci",
                "CREATE TABLE child (id INT PRIMARY KEY, parent INT, note VARCHAR(20) DEFAULT 'a''b\\\\c',"
                        + " KEY by_parent (parent))",
                "CREATE TABLE parent (id INT PRIMARY KEY, amount INT CHECK (amount < 1000))",
                "ALTER TABLE child ADD CONSTRAINT of_parent FOREIGN KEY (parent) REFERENCES parent (id) ON DELETE CASCADE",
                "CREATE TABLE parts (id INT PRIMARY KEY) PARTITION BY RANGE (id)"
                        + " (PARTITION p0 VALUES LESS THAN (10), PARTITION p1 VALUES LESS THAN MAXVALUE)",
                "INSERT INTO parts VALUES (1), (11)",
                "INSERT INTO parent VALUES (1, 10), (2, 20)",
                "INSERT INTO child VALUES (1, 1, 'x'), (2, 2, NULL)",
                "CREATE FUNCTION twice(n INT) RETURNS INT DETERMINISTIC RETURN n * 2",
                "CREATE VIEW z_base AS SELECT id, amount FROM parent",
                "CREATE VIEW a_top AS SELECT b.id, twice(b.amount) AS doubled FROM z_base b JOIN child c ON c.parent = b.id",
                "CREATE TRIGGER " + source.name() + ".second BEFORE INSERT ON " + source.name()
                        + ".parent FOR EACH ROW SET NEW.amount = NEW.amount * 100",
                "CREATE TRIGGER first BEFORE INSERT ON parent FOR EACH ROW FOLLOWS second SET NEW.amount = NEW.amount + 1",
                "SET SESSION time_zone = '+05:00'",
                "CREATE EVENT nightly ON SCHEDULE EVERY 1 DAY STARTS '2035-01-01 02:00:00' DISABLE DO DELETE FROM child",
                "SET SESSION sql_mode = 'ANSI_QUOTES,PIPES_AS_CONCAT'",
                "SET SESSION collation_connection = 'latin1_swedish_ci'",
                "CREATE PROCEDURE \"fill\"() BEGIN DECLARE n INT; SET n = 1;"
                        + " INSERT INTO child SELECT 100, 1, 'a' || \"note\" FROM child LIMIT 1; END");
    }

    private static String shown(DataSource source, String what) throws Exception {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW CREATE " + what)) {
            row.next();
            List<String> all = new ArrayList<>();
            for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                all.add(String.valueOf(row.getString(i)));
            }
            return String.join("\n", all);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MARIADB_10_11", "MARIADB_11_4"})
    void sequencesGoOnWhereTheyStoodAndHistoryIsKept(ServerKind kind) throws Exception {
        try (TestDatabase source = server(kind).createDatabase();
                TestDatabase target = server(kind).createDatabase()) {
            execute(
                    source.dataSource(),
                    "CREATE SEQUENCE numbers START WITH 100 INCREMENT BY 10 NOCACHE",
                    "CREATE SEQUENCE down START WITH -1 INCREMENT BY -1 NOCACHE",
                    "CREATE TABLE ordered (id BIGINT PRIMARY KEY DEFAULT NEXTVAL(numbers), v INT) WITH SYSTEM VERSIONING",
                    "INSERT INTO ordered (v) VALUES (1), (2)",
                    "UPDATE ordered SET v = v + 10",
                    "DELETE FROM ordered WHERE v = 12",
                    "SELECT NEXTVAL(down)");
            Copy copy =
                    backup(connections(source), 2, 1 << 20, () -> one(source.dataSource(), "SELECT NEXTVAL(numbers)"));
            restore(copy, connections(target));
            String history =
                    "SELECT CONCAT_WS(' ', id, v, row_start, row_end) FROM ordered FOR SYSTEM_TIME ALL ORDER BY 1";
            List<String> before = column(source.dataSource(), history);
            assertThat(before).hasSize(4);
            assertThat(column(target.dataSource(), history)).isEqualTo(before);
            assertThat(one(target.dataSource(), "SELECT NEXTVAL(numbers)")).isEqualTo("130");
            assertThat(one(target.dataSource(), "SELECT NEXTVAL(down)")).isEqualTo("-2");
            source.close();
            execute(target.dataSource(), "INSERT INTO ordered (v) VALUES (5)");
            assertThat(one(target.dataSource(), "SELECT MAX(id) FROM ordered")).isEqualTo("140");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MYSQL_8_0", "MARIADB_10_11", "MARIADB_11_4"})
    void aBrokenViewRefusesTheBackupUnlessItIsAcceptedByName(ServerKind kind) throws Exception {
        try (TestDatabase source = server(kind).createDatabase();
                TestDatabase target = server(kind).createDatabase()) {
            execute(
                    source.dataSource(),
                    "CREATE TABLE gone (i INT)",
                    "CREATE VIEW broken AS SELECT i FROM gone",
                    "DROP TABLE gone",
                    "CREATE TABLE kept (i INT)");
            String view = "view " + source.name() + ".broken";
            SnapshotScope accepting = SnapshotScope.all().acceptingUncaptured(Set.of(view));
            try (Connection connection = source.dataSource().getConnection()) {
                assertThat(new MySqlSnapshotStrategy()
                                .check(connection, SnapshotScope.all())
                                .faults())
                        .singleElement()
                        .isEqualTo("Not captured: " + view
                                + " (it names what is not there); BackupOptions.acceptUncaptured(\"" + view
                                + "\") leaves it out.");
                assertThat(new MySqlSnapshotStrategy()
                                .check(connection, accepting)
                                .notCaptured())
                        .contains("Not captured: " + view + " (it names what is not there).");
            }
            assertThatThrownBy(() -> backup(connections(source), 1, 1000, () -> {}))
                    .hasMessageContaining(view);
            restore(backup(connections(source), accepting, 1, 1000, () -> {}), connections(target));
            assertThat(column(target.dataSource(), "SHOW TABLES")).containsExactly("kept");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MYSQL_8_0", "MARIADB_10_11", "MARIADB_11_4"})
    void whatIsInTheTargetIsNamedBeforeAnythingIsTouched(ServerKind kind) throws Exception {
        try (TestDatabase target = server(kind).createDatabase()) {
            execute(
                    target.dataSource(),
                    "CREATE TABLE here (i INT)",
                    "CREATE PROCEDURE also() SELECT 1",
                    "CREATE EVENT too ON SCHEDULE EVERY 1 DAY DISABLE DO SELECT 1");
            try (RestoreSession session = new MySqlSnapshotStrategy().openRestore(connections(target))) {
                assertThat(session.preflight(Set.of("a", "b")))
                        .hasSize(4)
                        .anyMatch(line -> line.contains("here"))
                        .anyMatch(line -> line.contains("also"))
                        .anyMatch(line -> line.contains("too"));
            }
        }
    }
}
