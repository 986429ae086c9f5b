package io.dbops.verification.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dbops.mysql.snapshot.MySqlSnapshotStrategy;
import io.dbops.spi.snapshot.RestoreSession;
import io.dbops.spi.snapshot.SchemaItem;
import io.dbops.spi.snapshot.SnapshotRequest;
import io.dbops.spi.snapshot.SnapshotScope;
import io.dbops.spi.snapshot.SnapshotSession;
import io.dbops.spi.snapshot.TableChunk;
import io.dbops.spi.snapshot.TableData;
import io.dbops.spi.snapshot.TableLoader;
import io.dbops.spi.snapshot.TableReader;
import io.dbops.testservers.Availability;
import io.dbops.testservers.DatabaseServer;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.ServerKind.Family;
import io.dbops.testservers.TestDatabase;
import io.dbops.testservers.TestServers;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;

/** What the tests of this package share: databases, a backup held in memory, and its way back. */
final class Fixture {

    /** A backup held in memory. */
    record Copy(
            List<SchemaItem> items,
            List<TableData> tables,
            Map<TableChunk, byte[]> bytes,
            Map<TableChunk, Long> rows) {}

    /** Something to do while a snapshot is open. */
    interface Meanwhile {
        void run() throws Exception;
    }

    /** Of users who see no routines of others, where a test is not about routines. */
    private static final SnapshotScope UNSEEN_ROUTINES =
            SnapshotScope.all().acceptingUncaptured(Set.of("routines hidden from this user"));

    private Fixture() {}

    static DatabaseServer server(ServerKind kind) {
        Availability availability = TestServers.availability(kind);
        assumeTrue(availability.available(), availability::reason);
        return TestServers.server(kind);
    }

    /** Connections by the product's own driver that may load from a stream. */
    static DataSource connections(TestDatabase database) {
        return database.dataSource(
                database.server().kind().family() == Family.MYSQL
                        ? database.jdbcUrlWith("allowLoadLocalInfile", "true")
                        : database.jdbcUrl());
    }

    /** Connections by the other product's driver. */
    static DataSource foreignConnections(TestDatabase database) {
        return database.server().kind().family() == Family.MYSQL
                ? database.dataSource(database.jdbcUrl()
                        .replace("jdbc:mysql:", "jdbc:mariadb:")
                        .replace("sslMode=DISABLED", "sslMode=disable"))
                : database.dataSource(database.jdbcUrl()
                                .replace("jdbc:mariadb:", "jdbc:mysql:")
                                .replace("sslMode=disable", "sslMode=DISABLED")
                        + "&allowLoadLocalInfile=true");
    }

    static void execute(DataSource source, String... statements) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    static List<String> column(DataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(String.valueOf(rows.getString(1)));
            }
            return values;
        }
    }

    static String one(DataSource source, String sql) throws SQLException {
        return column(source, sql).get(0);
    }

    static SnapshotSession open(DataSource source, int readers, long chunkBytes) throws Exception {
        return open(source, UNSEEN_ROUTINES, readers, chunkBytes);
    }

    private static SnapshotSession open(DataSource source, SnapshotScope scope, int readers, long chunkBytes)
            throws Exception {
        return new MySqlSnapshotStrategy()
                .openSnapshot(new SnapshotRequest(source, scope, readers, chunkBytes, Duration.ofSeconds(5)));
    }

    static Copy backup(DataSource source, int readers, long chunkBytes, Meanwhile meanwhile) throws Exception {
        return backup(source, UNSEEN_ROUTINES, readers, chunkBytes, meanwhile);
    }

    static Copy backup(DataSource source, SnapshotScope scope, int readers, long chunkBytes, Meanwhile meanwhile)
            throws Exception {
        try (SnapshotSession session = open(source, scope, readers, chunkBytes)) {
            meanwhile.run();
            Map<TableChunk, byte[]> bytes = new LinkedHashMap<>();
            Map<TableChunk, Long> rows = new LinkedHashMap<>();
            List<TableReader> open = new ArrayList<>();
            try {
                for (int i = 0; i < session.maxReaders(); i++) {
                    open.add(session.openReader());
                }
                int turn = 0;
                for (TableData table : session.tables()) {
                    for (TableChunk chunk : table.chunks()) {
                        ByteArrayOutputStream out = new ByteArrayOutputStream();
                        long count = open.get(turn++ % open.size()).read(table, chunk, out);
                        bytes.put(chunk, out.toByteArray());
                        rows.put(chunk, count);
                        assertThat(lines(out.toByteArray())).isEqualTo(count);
                    }
                }
            } finally {
                for (TableReader reader : open) {
                    reader.close();
                }
            }
            List<SchemaItem> items = new ArrayList<>(session.definitions());
            items.addAll(session.finish());
            return new Copy(items, session.tables(), bytes, rows);
        }
    }

    static long lines(byte[] text) {
        long lines = 0;
        for (byte each : text) {
            lines += each == '\n' ? 1 : 0;
        }
        return lines;
    }

    static void restore(Copy copy, DataSource target) throws SQLException, IOException {
        try (RestoreSession session = new MySqlSnapshotStrategy().openRestore(target)) {
            assertThat(session.preflight(Set.of("one"))).isEmpty();
            for (SchemaItem item : copy.items()) {
                if (item.phase() == SchemaItem.Phase.BEFORE_DATA) {
                    session.define(item);
                }
            }
            try (TableLoader loader = session.openLoader()) {
                for (TableData table : copy.tables()) {
                    for (TableChunk chunk : table.chunks()) {
                        loader.load(
                                table,
                                chunk,
                                copy.rows().get(chunk),
                                new ByteArrayInputStream(copy.bytes().get(chunk)));
                    }
                }
            }
            for (SchemaItem item : copy.items()) {
                if (item.phase() == SchemaItem.Phase.AFTER_DATA) {
                    session.define(item);
                }
            }
            session.finish();
        }
    }
}
