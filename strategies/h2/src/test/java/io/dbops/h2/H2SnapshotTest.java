package io.dbops.h2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.snapshot.RestoreSession;
import io.dbops.spi.snapshot.SchemaItem;
import io.dbops.spi.snapshot.SnapshotRequest;
import io.dbops.spi.snapshot.SnapshotSession;
import io.dbops.spi.snapshot.TableChunk;
import io.dbops.spi.snapshot.TableData;
import io.dbops.spi.snapshot.TableLoader;
import io.dbops.spi.snapshot.TableReader;
import io.dbops.value.QualifiedName;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class H2SnapshotTest {

    @TempDir
    private Path folder;

    private final H2SnapshotStrategy strategy = new H2SnapshotStrategy();

    @AfterEach
    void no_session_is_left() throws IOException {
        assertThat(OpenFiles.below(folder)).isEmpty();
    }

    @Test
    void odd_values_and_objects_come_back_as_H2_itself_scripts_them() throws Exception {
        DataSource source = database("source");
        run(
                source,
                "CREATE SCHEMA \"Odd \"\"name\"",
                "CREATE DOMAIN \"Odd \"\"name\".EMAIL AS VARCHAR(50) CHECK (VALUE LIKE '%@%')",
                "CREATE SEQUENCE SQ START WITH 7 INCREMENT BY 3",
                "SELECT NEXT VALUE FOR SQ",
                "CREATE TABLE ZOO(ID INT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, V VARCHAR(100), C CLOB, B BLOB,"
                        + " R REAL, D DOUBLE PRECISION, N NUMERIC(38,10), F DECFLOAT(30), BO BOOLEAN, DA DATE, TI TIME(9),"
                        + " TS TIMESTAMP(9), TZ TIMESTAMP(9) WITH TIME ZONE, U UUID, J JSON, A INTEGER ARRAY,"
                        + " AA VARCHAR(20) ARRAY ARRAY, IV INTERVAL DAY TO SECOND, E ENUM('a', 'b'),"
                        + " VB VARBINARY(10), CH CHAR(5), G INT GENERATED ALWAYS AS (ID * 2))",
                "INSERT INTO ZOO(V, C, B, R, D, N, F, BO, DA, TI, TS, TZ, U, J, A, AA, IV, E, VB, CH) VALUES"
                        + " (U&'line\\000aend\\000d \\0001\\d83d\\de00 ''q'' \\\\', REPEAT('long ', 3000), X'00ff0a0d',"
                        + " CAST('NaN' AS REAL), CAST('-0.0' AS DOUBLE PRECISION), -1234567890123456789012345678.0123456789,"
                        + " CAST('1E-300' AS DECFLOAT(30)), TRUE, DATE '9999-12-31', TIME '23:59:59.999999999',"
                        + " TIMESTAMP '0001-01-01 00:00:00.000000001', TIMESTAMP WITH TIME ZONE '2026-03-29 02:30:00+05:45',"
                        + " RANDOM_UUID(), JSON '{\"a\": [1, \"x\\ny\"]}', ARRAY[1, NULL, -3],"
                        + " ARRAY[ARRAY['p''q', NULL], ARRAY['']], INTERVAL '3 04:05:06.000000007' DAY TO SECOND, 'b',"
                        + " X'0a', 'ab')",
                "INSERT INTO ZOO(V) VALUES (NULL), ('')",
                "CREATE TABLE \"Odd \"\"name\".\"t.1\"(K BIGINT PRIMARY KEY, P INT REFERENCES PUBLIC.ZOO(ID),"
                        + " M \"Odd \"\"name\".EMAIL)",
                "INSERT INTO \"Odd \"\"name\".\"t.1\" SELECT X - 500, 1, 'a@b' FROM SYSTEM_RANGE(1, 1000)",
                "CREATE VIEW W AS SELECT ID, V FROM ZOO",
                "CREATE INDEX ZV ON ZOO(V)",
                "COMMENT ON TABLE ZOO IS 'it''s odd'",
                "ANALYZE");
        List<String> before = script(source);

        DataSource target = database("target");
        copy(source, target, 4096);

        assertThat(script(target)).isEqualTo(before);
        run(target, "INSERT INTO ZOO(V) VALUES ('next')");
        assertThat(value(target, "SELECT MAX(ID) FROM ZOO")).isEqualTo("4");
        assertThat(value(target, "SELECT NEXT VALUE FOR SQ")).isEqualTo("10");
    }

    @Test
    void rows_written_after_the_snapshot_are_not_in_it() throws Exception {
        DataSource source = database("source");
        run(source, "CREATE TABLE A(ID INT PRIMARY KEY)", "INSERT INTO A VALUES (1)", "CREATE TABLE B(ID INT)");
        try (SnapshotSession session = strategy.openSnapshot(request(source, 1 << 20))) {
            run(source, "INSERT INTO A VALUES (2)", "INSERT INTO B VALUES (1)");
            long rows = 0;
            try (TableReader reader = session.openReader()) {
                for (TableData table : session.tables()) {
                    for (TableChunk chunk : table.chunks()) {
                        rows += reader.read(table, chunk, new ByteArrayOutputStream());
                    }
                }
            }
            session.finish();
            assertThat(rows).isEqualTo(1);
        }
    }

    @Test
    void a_table_that_changed_or_was_replaced_while_it_was_read_fails_the_backup() throws Exception {
        DataSource source = database("source");
        run(source, "CREATE TABLE A(ID INT)", "INSERT INTO A VALUES (1)", "CREATE TABLE B(ID INT)");
        assertThatThrownBy(() -> readWhile(source, "ALTER TABLE B ADD COLUMN X INT"))
                .isInstanceOfSatisfying(
                        DbOpsException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BACKUP_TORN));
        assertThatThrownBy(() -> readWhile(source, "DROP TABLE A", "CREATE TABLE A(ID INT)"))
                .isInstanceOfAny(DbOpsException.class, SQLException.class);
    }

    @Test
    void a_chunk_with_another_number_of_rows_than_the_manifest_says_is_rolled_back() throws Exception {
        DataSource target = database("target");
        run(target, "CREATE TABLE A(ID INT)");
        TableChunk chunk = new TableChunk(new QualifiedName("PUBLIC", "A"), 0, "..");
        TableData table = new TableData(chunk.table(), List.of("ID"), "sql", 0, List.of(chunk));
        byte[] line = "INSERT INTO \"PUBLIC\".\"A\"(\"ID\") VALUES (1);\n".getBytes(StandardCharsets.UTF_8);
        try (RestoreSession session = strategy.openRestore(target);
                TableLoader loader = session.openLoader()) {
            assertThatThrownBy(() -> loader.load(table, chunk, 2, new ByteArrayInputStream(line)))
                    .isInstanceOfSatisfying(
                            DbOpsException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RESTORE_FAILED));
        }
        assertThat(value(target, "SELECT COUNT(*) FROM A")).isEqualTo("0");
    }

    private void readWhile(DataSource source, String... statements) throws Exception {
        try (SnapshotSession session = strategy.openSnapshot(request(source, 1 << 20))) {
            run(source, statements);
            try (TableReader reader = session.openReader()) {
                for (TableData table : session.tables()) {
                    for (TableChunk chunk : table.chunks()) {
                        reader.read(table, chunk, new ByteArrayOutputStream());
                    }
                }
            }
            session.finish();
        }
    }

    private void copy(DataSource source, DataSource target, long chunkBytes) throws Exception {
        try (SnapshotSession session = strategy.openSnapshot(request(source, chunkBytes));
                RestoreSession restore = strategy.openRestore(target)) {
            define(restore, session.definitions(), SchemaItem.Phase.BEFORE_DATA);
            int chunks = 0;
            try (TableReader reader = session.openReader();
                    TableLoader loader = restore.openLoader()) {
                for (TableData table : session.tables()) {
                    for (TableChunk chunk : table.chunks()) {
                        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                        long rows = reader.read(table, chunk, bytes);
                        assertThat(bytes.toString(StandardCharsets.UTF_8)
                                        .lines()
                                        .count())
                                .isEqualTo(rows);
                        loader.load(table, chunk, rows, new ByteArrayInputStream(bytes.toByteArray()));
                        chunks++;
                    }
                }
            }
            assertThat(chunks).isGreaterThan(session.tables().size());
            define(restore, session.definitions(), SchemaItem.Phase.AFTER_DATA);
            define(restore, session.finish(), SchemaItem.Phase.AFTER_DATA);
            restore.finish();
        }
    }

    private static void define(RestoreSession restore, List<SchemaItem> items, SchemaItem.Phase phase)
            throws SQLException {
        for (SchemaItem item : items) {
            if (item.phase() == phase) {
                restore.define(item);
            }
        }
    }

    private static SnapshotRequest request(DataSource source, long chunkBytes) {
        return new SnapshotRequest(source, Set.of(), 2, chunkBytes, Duration.ofSeconds(5));
    }

    private DataSource database(String name) {
        String url = "jdbc:h2:" + folder.resolve(name);
        return (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo("getConnection");
                    return DriverManager.getConnection(url, "sa", "");
                });
    }

    /** H2's own SCRIPT with all rows: it shares nothing with the reader under test. */
    private static List<String> script(DataSource database) throws SQLException {
        List<String> lines = new ArrayList<>();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SCRIPT SIMPLE COLUMNS NOPASSWORDS")) {
            while (rows.next()) {
                lines.add(rows.getString(1));
            }
        }
        return lines.stream().sorted().toList();
    }

    private static String value(DataSource database, String query) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }

    private static void run(DataSource database, String... statements) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
