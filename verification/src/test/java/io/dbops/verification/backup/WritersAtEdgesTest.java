package io.dbops.verification.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbops.DbOps;
import io.dbops.backup.BackupKeys;
import io.dbops.backup.BackupReport;
import io.dbops.backup.RecoveryTarget;
import io.dbops.backup.key.KeyGenerator;
import io.dbops.backup.store.FileSystemStore;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.TestDatabase;
import io.dbops.verification.Seed;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Rows that are inserted before the first, behind the last and between any two rows of a chunk while backups are taken: each backup of a
 * chain holds of each writer all rows up to some number, in all tables the same, and none twice.
 */
final class WritersAtEdgesTest {

    private static final int WRITERS = 3;
    private static final int BACKUPS = 3;
    private static final int BEFORE = 300;

    /** The key of a writer's n-th row. */
    private static final Map<String, String> TABLES = new TreeMap<>(Map.of(
            "in_front", "-?",
            "behind", "?",
            "within", "(? * 7919) % 100003"));

    private final BackupKeys keys = KeyGenerator.generate(new SecureRandom());

    @TempDir
    Path temp;

    @ParameterizedTest
    @EnumSource
    void each_backup_of_a_chain_holds_every_row_up_to_its_moment_once(ServerKind kind) throws Exception {
        try (TestDatabase database = BackupSubjects.database(kind);
                TestDatabase target = BackupSubjects.database(kind);
                DbOps dbOps = BackupSubjects.dbOps(database.dataSource(), FileSystemStore.at(temp), keys)) {
            DataSource source = database.dataSource();
            for (String table : TABLES.keySet()) {
                execute(
                        source,
                        "CREATE TABLE " + table + " (k BIGINT, w INT, n INT, changed INT, payload VARCHAR(400),"
                                + " PRIMARY KEY (k, w), UNIQUE (w, n))");
            }
            execute(source, "CREATE TABLE no_key (w INT, n INT, payload VARCHAR(400))");
            List<BackupReport> reports = new ArrayList<>();
            AtomicBoolean stop = new AtomicBoolean();
            AtomicInteger ready = new AtomicInteger();
            ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
            List<Future<Integer>> writers = new ArrayList<>();
            try {
                for (int i = 0; i < WRITERS; i++) {
                    int writer = i;
                    writers.add(threads.submit(() -> write(source, writer, ready, stop)));
                }
                while (ready.get() < WRITERS && writers.stream().noneMatch(Future::isDone)) {
                    Thread.sleep(10);
                }
                reports.add(dbOps.backups().full(BackupSubjects.SMALL_CHUNKS));
                for (int i = 0; i < Seed.rounds(BACKUPS); i++) {
                    reports.add(
                            i % 2 == 0
                                    ? dbOps.backups().incremental(BackupSubjects.SMALL_CHUNKS)
                                    : dbOps.backups().differential(BackupSubjects.SMALL_CHUNKS));
                }
            } finally {
                stop.set(true);
                threads.shutdown();
            }
            for (Future<Integer> writer : writers) {
                assertThat(writer.get()).isGreaterThan(BEFORE);
            }
            int before = 0;
            for (BackupReport report : reports) {
                assertThat(report.promotion()).isEmpty();
                dbOps.backups().restore(RecoveryTarget.of(report.label()), target.dataSource());
                int rows = 0;
                for (int writer = 0; writer < WRITERS; writer++) {
                    List<String> held = held(target.dataSource(), writer);
                    assertThat(held).as("%s, writer %d", report, writer).hasSize(1);
                    rows += Integer.parseInt(held.get(0));
                }
                assertThat(rows).as("%s", report).isGreaterThanOrEqualTo(before);
                before = rows;
                execute(target.dataSource(), "DROP TABLE no_key");
                for (String table : TABLES.keySet()) {
                    execute(target.dataSource(), "DROP TABLE " + table);
                }
            }
            assertThat(before).isGreaterThan(WRITERS * BEFORE);
        }
    }

    /** One row in each table in each transaction, and a change to an earlier one; returns how many. */
    private static int write(DataSource source, int writer, AtomicInteger ready, AtomicBoolean stop)
            throws SQLException, InterruptedException {
        int n = 0;
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            while (!stop.get()) {
                n++;
                for (Map.Entry<String, String> table : TABLES.entrySet()) {
                    try (PreparedStatement insert = connection.prepareStatement("INSERT INTO " + table.getKey()
                            + " SELECT CAST(" + table.getValue().replace("?", "CAST(? AS " + bigint(connection) + ")")
                            + " AS " + bigint(connection) + "), " + writer + ", " + n + ", 0, ?")) {
                        insert.setLong(1, n);
                        insert.setString(2, "row ".repeat(n % 90) + n);
                        insert.executeUpdate();
                    }
                    try (PreparedStatement change = connection.prepareStatement(
                            "UPDATE " + table.getKey() + " SET changed = changed + 1 WHERE w = ? AND n = ?")) {
                        change.setInt(1, writer);
                        change.setInt(2, n / 2);
                        change.executeUpdate();
                    }
                }
                try (PreparedStatement insert = connection.prepareStatement("INSERT INTO no_key VALUES (?, ?, ?)")) {
                    insert.setInt(1, writer);
                    insert.setInt(2, n);
                    insert.setString(3, "row ".repeat(n % 90));
                    insert.executeUpdate();
                }
                connection.commit();
                if (n == BEFORE) {
                    ready.incrementAndGet();
                }
                if (n >= BEFORE) {
                    Thread.sleep(5); // so that what is to be restored stays small
                }
            }
            connection.setAutoCommit(true);
        }
        return n;
    }

    private static String bigint(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        return product.equals("MySQL") || product.equals("MariaDB") ? "SIGNED" : "BIGINT";
    }

    /** The last number where all tables hold each up to it once; what they hold instead otherwise. */
    private static List<String> held(DataSource target, int writer) throws SQLException {
        List<String> held = new ArrayList<>();
        try (Connection connection = target.getConnection();
                Statement statement = connection.createStatement()) {
            List<String> all = new ArrayList<>(TABLES.keySet());
            all.add("no_key");
            for (String table : all) {
                try (ResultSet row = statement.executeQuery(
                        "SELECT COUNT(*), COUNT(DISTINCT n), MIN(n), MAX(n) FROM " + table + " WHERE w = " + writer)) {
                    row.next();
                    boolean whole =
                            row.getInt(1) == row.getInt(2) && row.getInt(3) == 1 && row.getInt(4) == row.getInt(1);
                    String what = whole
                            ? row.getString(4)
                            : table + ": " + row.getInt(1) + " rows, " + row.getInt(2) + " numbers from "
                                    + row.getInt(3) + " to " + row.getInt(4);
                    if (!held.contains(what)) {
                        held.add(what);
                    }
                }
            }
        }
        return held;
    }

    private static void execute(DataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
