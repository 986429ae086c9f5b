package io.dbops.verification.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbops.DbOps;
import io.dbops.backup.BackupKeys;
import io.dbops.backup.BackupReport;
import io.dbops.backup.RecoveryTarget;
import io.dbops.backup.VerifyLevel;
import io.dbops.backup.key.KeyGenerator;
import io.dbops.backup.store.FileSystemStore;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.ServerKind.Family;
import io.dbops.testservers.TestDatabase;
import io.dbops.verification.Seed;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Chains of backups between random changes to tables with several kinds of keys: each gives back the rows of its own moment, none lost and
 * none doubled at the edge of a chunk. The rows are read by plain JDBC.
 */
final class RandomChainTest {

    private static final int BACKUPS = 4;
    private static final int ROWS = 1500;

    /** Each row has a number that no other row of its table has, and a key made of it. A child comes before its parent. */
    private final Map<String, List<String>> tables = new TreeMap<>();

    private final BackupKeys keys = KeyGenerator.generate(new SecureRandom());
    private final Seed seed = Seed.ofThisRun();
    private final Random random = seed.random();
    private int last;

    @TempDir
    Path temp;

    @ParameterizedTest
    @EnumSource
    void each_backup_of_a_random_chain_gives_back_the_rows_of_its_moment(ServerKind kind) throws Exception {
        try (TestDatabase database = BackupSubjects.database(kind);
                DbOps dbOps = BackupSubjects.dbOps(
                        database.dataSource(), FileSystemStore.at(temp.resolve("repository")), keys)) {
            DataSource source = database.dataSource();
            define(kind);
            for (Map.Entry<String, List<String>> table :
                    new TreeMap<>(tables).descendingMap().entrySet()) {
                for (String statement : table.getValue()) {
                    execute(source, statement);
                }
                insert(source, table.getKey(), ROWS);
            }
            Map<BackupReport, Map<String, List<String>>> states = new LinkedHashMap<>();
            states.put(dbOps.backups().full(BackupSubjects.SMALL_CHUNKS), rows(source));
            for (int i = 0; i < Seed.rounds(BACKUPS); i++) {
                change(source);
                BackupReport report = random.nextInt(3) == 0
                        ? dbOps.backups().differential(BackupSubjects.SMALL_CHUNKS)
                        : dbOps.backups().incremental(BackupSubjects.SMALL_CHUNKS);
                assertThat(report.promotion()).as("%s", seed).isEmpty();
                states.put(report, rows(source));
            }
            for (Map.Entry<BackupReport, Map<String, List<String>>> each : states.entrySet()) {
                BackupReport report = each.getKey();
                assertThat(dbOps.backups()
                                .verify(report.label(), VerifyLevel.FULL)
                                .faults())
                        .as("%s, %s", report, seed)
                        .isEmpty();
                for (String table : tables.keySet()) {
                    execute(source, "DROP TABLE " + table);
                }
                dbOps.backups().restore(RecoveryTarget.of(report.label()), source);
                assertThat(rows(source)).as("%s, %s", report, seed).isEqualTo(each.getValue());
            }
        }
    }

    private void define(ServerKind kind) {
        String bytes = kind.family() == Family.POSTGRESQL ? "BYTEA" : "VARBINARY(16)";
        String text =
                kind.family() == Family.H2 ? "VARCHAR" : kind.family() == Family.POSTGRESQL ? "TEXT" : "MEDIUMTEXT";
        plain("serial", "id BIGINT PRIMARY KEY, n INT, payload VARCHAR(300)");
        plain("pairs", "a INT, b INT, n INT, payload VARCHAR(300), PRIMARY KEY (a, b)");
        plain("words", "w VARCHAR(60) PRIMARY KEY, n INT, payload VARCHAR(300)");
        plain("digests", "d " + bytes + " PRIMARY KEY, n INT, payload VARCHAR(300)");
        plain("keyless", "n INT, payload VARCHAR(300)");
        plain("skewed", "id BIGINT PRIMARY KEY, n INT, payload " + text);
        if (kind.family() == Family.POSTGRESQL) {
            tables.put(
                    "ranged",
                    List.of(
                            "CREATE TABLE ranged (id BIGINT, n INT, payload VARCHAR(300)) PARTITION BY RANGE (id)",
                            "CREATE TABLE ranged_below PARTITION OF ranged FOR VALUES FROM (MINVALUE) TO (0)",
                            "CREATE TABLE ranged_above PARTITION OF ranged DEFAULT"));
            plain("parent", "n INT, payload VARCHAR(300)");
            tables.put("child", List.of("CREATE TABLE child () INHERITS (parent)"));
        } else if (kind.family() != Family.H2) {
            tables.put(
                    "ranged",
                    List.of("CREATE TABLE ranged (id BIGINT PRIMARY KEY, n INT, payload VARCHAR(300))"
                            + " PARTITION BY RANGE (id) (PARTITION below VALUES LESS THAN (0),"
                            + " PARTITION above VALUES LESS THAN MAXVALUE)"));
        }
    }

    private void plain(String table, String columns) {
        tables.put(table, List.of("CREATE TABLE " + table + " (" + columns + ")"));
    }

    private void change(DataSource source) throws SQLException {
        for (String table : tables.keySet()) {
            int from = random.nextInt(last + 1);
            String some = table + " %s WHERE n BETWEEN " + from + " AND " + (from + random.nextInt(300));
            switch (random.nextInt(6)) {
                case 0 -> execute(source, "DELETE FROM " + String.format(some, ""));
                case 1 -> execute(source, "UPDATE " + String.format(some, "SET payload = 'changed'"));
                case 2 -> insert(source, table, random.nextInt(ROWS));
                case 3 -> execute(source, "TRUNCATE TABLE " + table);
                case 4 -> {
                    execute(source, "DELETE FROM " + String.format(some, ""));
                    insert(source, table, random.nextInt(200));
                }
                default -> {
                    // as it is
                }
            }
        }
    }

    private void insert(DataSource source, String table, int count) throws SQLException {
        String marks =
                switch (table) {
                    case "pairs" -> "?, ?, ?, ?";
                    case "keyless", "parent", "child" -> "?, ?";
                    default -> "?, ?, ?";
                };
        try (Connection connection = source.getConnection();
                PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO " + table + " VALUES (" + marks + ")")) {
            connection.setAutoCommit(false);
            for (int i = 0; i < count; i++) {
                last++;
                int next = key(insert, table);
                insert.setInt(next, last);
                int words = table.equals("skewed") && random.nextInt(300) == 0 ? 25_000 : random.nextInt(30);
                insert.setString(next + 1, "payload ".repeat(words) + last);
                insert.addBatch();
            }
            insert.executeBatch();
            connection.commit();
            connection.setAutoCommit(true);
        }
    }

    /** Sets a key that no row has; returns the number of the next parameter. */
    private int key(PreparedStatement insert, String table) throws SQLException {
        switch (table) {
            case "serial", "skewed", "ranged" ->
                insert.setLong(1, (random.nextBoolean() ? 1L : -1L) * last * 1_000_003L);
            case "pairs" -> {
                insert.setInt(1, random.nextInt(3) - 1);
                insert.setInt(2, last);
                return 3;
            }
            case "digests" ->
                insert.setBytes(
                        1,
                        ByteBuffer.allocate(12)
                                .putLong(random.nextLong())
                                .putInt(last)
                                .array());
            case "words" -> insert.setString(1, new UUID(random.nextLong(), last).toString());
            default -> {
                return 1;
            }
        }
        return 2;
    }

    private Map<String, List<String>> rows(DataSource source) throws SQLException {
        Map<String, List<String>> rows = new TreeMap<>();
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            for (String table : tables.keySet()) {
                List<String> lines = new ArrayList<>();
                try (ResultSet each = statement.executeQuery("SELECT * FROM " + table + " ORDER BY n")) {
                    int columns = each.getMetaData().getColumnCount();
                    while (each.next()) {
                        StringBuilder line = new StringBuilder();
                        for (int i = 1; i <= columns; i++) {
                            line.append(each.getString(i)).append('|');
                        }
                        lines.add(line.toString());
                    }
                }
                rows.put(table, lines);
            }
        }
        return rows;
    }

    private static void execute(DataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
