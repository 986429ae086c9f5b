package io.dbops.benchmarks;

import io.dbops.DbOps;
import io.dbops.backup.BackupKeys;
import io.dbops.backup.BackupOptions;
import io.dbops.backup.BackupReport;
import io.dbops.backup.key.KeyGenerator;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.ServerKind.Family;
import io.dbops.testservers.TestDatabase;
import io.dbops.testservers.TestServers;
import io.dbops.value.ByteSize;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;

/**
 * What an incremental backup stores, as a share of what its full backup stored, after changes of several kinds to tables with several kinds of
 * keys. Arguments: kinds of servers, and how many rows of about 230 bytes a table has. The chunks are of a hundredth of a table, as those of
 * 8 MiB are of one of 800 MB.
 */
public final class StoredShare {

    private static final int WIDTH = 200;
    private static final int BATCH = 1000;

    private StoredShare() {}

    /** The keys of a table; row {@code i} has what {@code key} writes. */
    private enum Shape {
        SERIAL("id BIGINT PRIMARY KEY", "id BETWEEN %d AND %d", "id %% 100 = 0"),
        COMPOSITE("a INT, b INT, PRIMARY KEY (a, b)", "a * 1000 + b BETWEEN %d AND %d", "b %% 100 = 0"),
        UUID_TEXT("id VARCHAR(36) PRIMARY KEY", "n BETWEEN %d AND %d", "n %% 100 = 0");

        private final String columns;
        private final String clustered;
        private final String scattered;

        Shape(String columns, String clustered, String scattered) {
            this.columns = columns;
            this.clustered = clustered;
            this.scattered = scattered;
        }

        /** Sets the key of row i; returns the number of the next parameter. */
        int key(PreparedStatement insert, int i, String sorted) throws SQLException {
            switch (this) {
                case SERIAL -> insert.setLong(1, i);
                case COMPOSITE -> {
                    insert.setInt(1, i / 1000);
                    insert.setInt(2, i % 1000);
                    return 3;
                }
                case UUID_TEXT -> insert.setString(1, sorted);
            }
            return 2;
        }
    }

    /** The program. */
    public static void main(String[] arguments) throws Exception {
        int rows = 150_000;
        List<ServerKind> kinds = new ArrayList<>();
        for (String argument : arguments) {
            if (argument.matches("\\d+")) {
                rows = Integer.parseInt(argument);
            } else {
                kinds.add(ServerKind.valueOf(argument));
            }
        }
        for (ServerKind kind : kinds) {
            for (Shape shape : Shape.values()) {
                measure(kind, shape, rows);
            }
        }
        System.exit(0);
    }

    private static void measure(ServerKind kind, Shape shape, int rows) throws Exception {
        BackupKeys keys = KeyGenerator.generate(new SecureRandom());
        BackupOptions options = BackupOptions.builder()
                .chunkSize(ByteSize.ofBytes(Math.max(64 * 1024, rows * 230L / 100)))
                .build();
        try (TestDatabase database = TestServers.server(kind).createDatabase();
                DbOps dbOps = DbOps.builder()
                        .dataSource(database.dataSource())
                        .backupsTo(Files.createTempDirectory("dbops-benchmark").resolve("repository"))
                        .backupKeys(() -> keys)
                        .build();
                Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            fill(connection, shape, rows);
            statement.execute(analyse(kind));
            BackupReport full = dbOps.backups().full(options);
            System.out.printf(
                    Locale.ROOT,
                    "%s, %s, %,d rows: full %,d bytes in %d objects%n",
                    kind,
                    shape,
                    rows,
                    full.backup().storedSize().bytes(),
                    full.backup().objects());
            share("nothing", dbOps, options, full);
            int from = rows / 2;
            change(connection, String.format(Locale.ROOT, shape.clustered, from, from + rows / 100 - 1));
            share("1 % that lies together", dbOps, options, full);
            maintain(kind, connection);
            share("VACUUM, OPTIMIZE or the like", dbOps, options, full);
            change(connection, String.format(Locale.ROOT, shape.scattered));
            share("1 % scattered", dbOps, options, full);
        }
    }

    private static void fill(Connection connection, Shape shape, int rows) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE big ("
                    + shape.columns.replace("PRIMARY KEY (", "n INT, payload VARCHAR(400), PRIMARY KEY (")
                    + (shape == Shape.COMPOSITE ? ")" : ", n INT, payload VARCHAR(400))"));
        }
        Random random = new Random(1);
        List<String> ids = random.ints(rows)
                .mapToObj(i -> new UUID(random.nextLong(), random.nextLong()).toString())
                .sorted()
                .toList();
        connection.setAutoCommit(false);
        String marks = shape == Shape.COMPOSITE ? "?, ?, ?, ?" : "?, ?, ?";
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO big VALUES (" + marks + ")")) {
            for (int i = 0; i < rows; i++) {
                int next = shape.key(insert, i, ids.get(i));
                insert.setInt(next, i);
                insert.setString(next + 1, text(random));
                insert.addBatch();
                if (i % BATCH == BATCH - 1) {
                    insert.executeBatch();
                }
            }
            insert.executeBatch();
        }
        connection.commit();
        connection.setAutoCommit(true);
    }

    /** Compresses to about a half, as texts do. */
    private static String text(Random random) {
        StringBuilder text = new StringBuilder(WIDTH);
        while (text.length() < WIDTH) {
            text.append(Integer.toString(random.nextInt(10_000), 36)).append(" some words ");
        }
        return text.toString();
    }

    private static void change(Connection connection, String where) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            int changed = statement.executeUpdate(
                    "UPDATE big SET payload = CONCAT('changed ', SUBSTRING(payload, 9)) WHERE " + where);
            System.out.printf(Locale.ROOT, "  %,d rows changed%n", changed);
        }
    }

    private static String analyse(ServerKind kind) {
        return switch (kind.family()) {
            case MYSQL, MARIADB -> "ANALYZE TABLE big";
            default -> "ANALYZE";
        };
    }

    private static void maintain(ServerKind kind, Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (kind.family() == Family.POSTGRESQL) {
                statement.execute("VACUUM big");
            } else if (kind.family() != Family.H2) {
                statement.execute("OPTIMIZE TABLE big");
            } else {
                statement.execute("ANALYZE");
            }
        }
    }

    private static void share(String what, DbOps dbOps, BackupOptions options, BackupReport full) {
        BackupReport report = dbOps.backups().incremental(options);
        System.out.printf(
                Locale.ROOT,
                "  %-30s %6.2f %% of the full one, %d chunks shared, %d ms%n",
                what,
                100.0
                        * report.backup().addedSize().bytes()
                        / full.backup().storedSize().bytes(),
                report.reusedChunks(),
                report.duration().toMillis());
    }
}
