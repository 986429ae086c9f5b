package io.dbops.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.BackupStrategy;
import io.dbops.spi.DatabaseDialect;
import io.dbops.spi.snapshot.RestoreSession;
import io.dbops.spi.snapshot.SchemaItem;
import io.dbops.spi.snapshot.SnapshotRequest;
import io.dbops.spi.snapshot.SnapshotSession;
import io.dbops.spi.snapshot.StrategyReport;
import io.dbops.spi.snapshot.TableChunk;
import io.dbops.spi.snapshot.TableData;
import io.dbops.spi.snapshot.TableLoader;
import io.dbops.spi.snapshot.TableReader;
import io.dbops.spi.sql.DatabaseIdentity;
import io.dbops.testkit.CountingDataSource;
import io.dbops.testkit.tck.CapturedSnapshot.Chunk;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The contract of {@link BackupStrategy} with its snapshot and restore sessions, on a real database. A strategy's tests
 * extend this class, once for each version that it serves.
 */
public abstract class BackupStrategyTck {

    private static final int ACCOUNTS = 3000;
    private static final long SMALL_CHUNKS = 16 * 1024;

    private @Nullable CountingDataSource filled;
    private @Nullable CountingDataSource empty;

    /** For subclasses. */
    protected BackupStrategyTck() {}

    /** The strategy under test. */
    protected abstract BackupStrategy strategy();

    /** The dialect of the same database. */
    protected abstract DatabaseDialect dialect();

    /** An empty database, asked for twice before each test; each connection is a session of its own. */
    protected abstract DataSource emptyDatabase() throws Exception;

    /** Makes DDL of the session wait for others for about a second, and then fail. */
    protected abstract String boundDdlWaits();

    @BeforeEach
    final void fillTheSource() throws Exception {
        filled = CountingDataSource.over(emptyDatabase(), dialect().sessions()::capture);
        empty = CountingDataSource.over(emptyDatabase(), dialect().sessions()::capture);
        try (Connection connection = source().getConnection()) {
            SampleAccounts.create(connection, ACCOUNTS);
        }
    }

    /** Drops the databases of the test; by default nothing. */
    protected void dropDatabases() throws Exception {}

    @AfterEach
    final void dropTheDatabases() throws Exception {
        dropDatabases();
    }

    private CountingDataSource source() {
        return Objects.requireNonNull(filled, "no test runs");
    }

    private CountingDataSource target() {
        return Objects.requireNonNull(empty, "no test runs");
    }

    private SnapshotSession open(long chunkBytes) throws Exception {
        return strategy().openSnapshot(new SnapshotRequest(source(), Set.of(), 2, chunkBytes, Duration.ofSeconds(10)));
    }

    private CapturedSnapshot capture() throws Exception {
        try (SnapshotSession session = open(SMALL_CHUNKS)) {
            return CapturedSnapshot.of(session);
        }
    }

    @Test
    void itSupportsItsOwnDatabaseUnderAStableId() throws SQLException {
        try (Connection connection = source().getConnection()) {
            assertThat(strategy().supports(DatabaseIdentity.of(connection))).isTrue();
        }
        assertThat(strategy().supports(new DatabaseIdentity("SQLite", "3.50", 3, 50)))
                .isFalse();
        assertThat(strategy().id())
                .matches("[a-z][a-z0-9-]*")
                .isEqualTo(strategy().id());
    }

    @Test
    void aCheckFindsNoFaultHereAndChangesNothing() throws SQLException {
        try (Connection connection = source().getConnection()) {
            List<String> before = SampleAccounts.rows(connection);
            StrategyReport report = strategy().check(connection);
            assertThat(report.faults()).isEmpty();
            assertThat(report.consistency()).isNotBlank();
            assertThat(SampleAccounts.rows(connection)).isEqualTo(before);
        }
        assertThat(source().changes()).isEmpty();
    }

    @Test
    void aSnapshotSeesOneMomentWhileOthersCommit() throws Exception {
        List<String> before;
        CapturedSnapshot captured;
        try (Connection writer = source().getConnection()) {
            before = SampleAccounts.rows(writer);
            try (SnapshotSession session = open(SMALL_CHUNKS)) {
                SampleAccounts.changeEverything(writer);
                captured = CapturedSnapshot.of(session);
            }
            assertThat(SampleAccounts.rows(writer)).isNotEqualTo(before);
        }
        captured.restore(strategy(), target());
        try (Connection connection = target().getConnection()) {
            assertThat(SampleAccounts.rows(connection)).isEqualTo(before);
        }
    }

    @Test
    void readersThatAreOpenedLaterSeeTheSameMoment() throws Exception {
        try (Connection writer = source().getConnection();
                SnapshotSession session = open(SMALL_CHUNKS)) {
            TableData table = CapturedSnapshot.table(session.tables(), "account");
            List<String> first = linesOf(session, table);
            SampleAccounts.changeEverything(writer);
            assertThat(linesOf(session, table)).isEqualTo(first);
        }
    }

    private static List<String> linesOf(SnapshotSession session, TableData table) throws Exception {
        List<String> lines = new ArrayList<>();
        try (TableReader reader = session.openReader()) {
            for (TableChunk chunk : table.chunks()) {
                lines.addAll(CapturedSnapshot.read(reader, table, chunk).lines());
            }
        }
        return lines.stream().sorted().toList();
    }

    @Test
    void asManyReadersAsPromisedCanBeOpenAtOnce() throws Exception {
        try (SnapshotSession session = open(SMALL_CHUNKS)) {
            assertThat(session.maxReaders()).isPositive();
            List<TableReader> readers = new ArrayList<>();
            try {
                TableData table = CapturedSnapshot.table(session.tables(), "account");
                for (int i = 0; i < Math.min(2, session.maxReaders()); i++) {
                    readers.add(session.openReader());
                }
                for (TableReader reader : readers) {
                    assertThat(CapturedSnapshot.read(
                                            reader, table, table.chunks().get(0))
                                    .rows())
                            .isPositive();
                }
            } finally {
                for (TableReader reader : readers) {
                    reader.close();
                }
            }
        }
    }

    @Test
    void theChunksOfATableAreDisjointAndTogetherTheWholeTable() throws Exception {
        CapturedSnapshot captured = capture();
        List<Chunk> chunks = captured.chunksOf("account");
        List<String> lines =
                chunks.stream().flatMap(chunk -> chunk.lines().stream()).toList();
        assertThat(chunks).as("chunks of a table of several times their size").hasSizeGreaterThan(2);
        assertThat(lines).hasSize(ACCOUNTS).doesNotHaveDuplicates();
        for (TableData table : captured.tables) {
            assertThat(table.chunks())
                    .extracting(TableChunk::number)
                    .containsExactlyElementsOf(
                            IntStream.range(0, Math.max(1, table.chunks().size()))
                                    .boxed()
                                    .toList());
        }
        assertThat(captured.chunksOf("nothing")).isNotEmpty().allSatisfy(chunk -> assertThat(chunk.rows())
                .isZero());
    }

    @Test
    void everyRowIsOneLineThatAnLfEnds() throws Exception {
        for (Chunk chunk : capture().chunks) {
            assertThat(chunk.count('\n')).as("LFs of %s", chunk.chunk()).isEqualTo((int) chunk.rows());
            assertThat(chunk.bytes().length == 0 || chunk.bytes()[chunk.bytes().length - 1] == '\n')
                    .as("%s ends with an LF", chunk.chunk())
                    .isTrue();
        }
    }

    @Test
    void aChunkThatIsReadTwiceHasTheSameRows() throws Exception {
        try (SnapshotSession session = open(SMALL_CHUNKS);
                TableReader reader = session.openReader()) {
            TableData table = CapturedSnapshot.table(session.tables(), "account");
            for (TableChunk chunk : table.chunks()) {
                Chunk first = CapturedSnapshot.read(reader, table, chunk);
                Chunk second = CapturedSnapshot.read(reader, table, chunk);
                assertThat(second.rows()).isEqualTo(first.rows());
                assertThat(second.lines()).containsExactlyInAnyOrderElementsOf(first.lines());
            }
        }
    }

    @Test
    void aReadersStreamStaysOpen() throws Exception {
        boolean[] closed = new boolean[1];
        try (SnapshotSession session = open(SMALL_CHUNKS);
                TableReader reader = session.openReader()) {
            TableData table = CapturedSnapshot.table(session.tables(), "account");
            reader.read(table, table.chunks().get(0), new OutputStream() {
                @Override
                public void write(int value) {}

                @Override
                public void close() {
                    closed[0] = true;
                }
            });
        }
        assertThat(closed[0]).isFalse();
    }

    @Test
    void ddlIsKeptOutOrTearsTheBackup() throws Exception {
        for (String ddl : List.of("ALTER TABLE account ADD COLUMN extra INT", "DROP TABLE nothing")) {
            String table = ddl.contains("account") ? "account" : "nothing";
            try (Connection other = source().getConnection();
                    SnapshotSession session = open(SMALL_CHUNKS)) {
                DialectFixture.execute(other, boundDdlWaits());
                Throwable keptOut = assertTimeoutPreemptively(
                        DialectFixture.NO_WAIT, () -> catchThrowable(() -> DialectFixture.execute(other, ddl)));
                if (keptOut != null) {
                    assertThat(session.finish()).isNotNull();
                } else {
                    assertThatThrownBy(session::finish)
                            .as("finish after %s", ddl)
                            .isInstanceOfSatisfying(DbOpsException.class, e -> {
                                assertThat(e.code()).isEqualTo(ErrorCode.BACKUP_TORN);
                                assertThat(e).hasMessageMatching("(?is).*" + table + ".*");
                            });
                }
            }
        }
    }

    @Test
    void connectionsComeBackAsTheyWent() throws Exception {
        capture().restore(strategy(), target());
        assertThat(source().borrowed()).isPositive();
        assertThat(source().out()).isZero();
        assertThat(source().changes()).isEmpty();
        assertThat(target().out()).isZero();
        assertThat(target().changes()).isEmpty();
    }

    @Test
    void connectionsComeBackAfterAStreamThatFailed() throws Exception {
        IOException full = new IOException("disk full");
        try (SnapshotSession session = open(SMALL_CHUNKS);
                TableReader reader = session.openReader()) {
            TableData table = CapturedSnapshot.table(session.tables(), "account");
            assertThatThrownBy(() -> reader.read(table, table.chunks().get(0), new OutputStream() {
                        @Override
                        public void write(int value) throws IOException {
                            throw full;
                        }
                    }))
                    .isInstanceOfAny(IOException.class, SQLException.class);
        }
        assertThat(source().out()).isZero();
        assertThat(source().changes()).isEmpty();
    }

    @Test
    void aPreflightRefusesATargetThatIsNotEmptyAndNamesWhatIsThere() throws Exception {
        CapturedSnapshot captured = capture();
        try (RestoreSession session = strategy().openRestore(target())) {
            assertThat(session.preflight(captured.schemas())).isEmpty();
        }
        try (Connection connection = target().getConnection()) {
            DialectFixture.execute(connection, "CREATE TABLE obstacle (id INT)");
        }
        // Where a schema is a database, the target's own is meant.
        try (RestoreSession session = strategy().openRestore(target())) {
            assertThat(session.preflight(captured.schemas()))
                    .anySatisfy(sentence ->
                            assertThat(sentence.toLowerCase(Locale.ROOT)).contains("obstacle"));
        }
    }

    @Test
    void aChunkIsLoadedWhollyOrNotAtAll() throws Exception {
        CapturedSnapshot captured = capture();
        Chunk chunk = captured.chunksOf("account").get(0);
        try (RestoreSession session = strategy().openRestore(target())) {
            captured.define(session, SchemaItem.Phase.BEFORE_DATA);
            try (TableLoader loader = session.openLoader()) {
                assertThatThrownBy(() -> loader.load(chunk.table(), chunk.chunk(), chunk.rows() + 1, bytes(chunk)))
                        .as("more rows promised than there are")
                        .isInstanceOf(Exception.class);
                assertThat(accountsInTarget()).isZero();
            }
            try (TableLoader loader = session.openLoader()) {
                assertThatThrownBy(() -> loader.load(chunk.table(), chunk.chunk(), chunk.rows() - 1, bytes(chunk)))
                        .as("fewer rows promised than there are")
                        .isInstanceOf(Exception.class);
                assertThat(accountsInTarget()).isZero();
            }
            try (TableLoader loader = session.openLoader()) {
                InputStream broken = new SequenceInputStream(
                        new ByteArrayInputStream(chunk.bytes(), 0, chunk.bytes().length / 2), new BrokenInput());
                assertThatThrownBy(() -> loader.load(chunk.table(), chunk.chunk(), chunk.rows(), broken))
                        .as("a stream that breaks")
                        .isInstanceOf(Exception.class);
                assertThat(accountsInTarget()).isZero();
            }
            try (TableLoader loader = session.openLoader()) {
                CapturedSnapshot.load(loader, chunk);
                assertThat(accountsInTarget()).isEqualTo(chunk.rows());
            }
        }
    }

    private static InputStream bytes(Chunk chunk) {
        return new ByteArrayInputStream(chunk.bytes());
    }

    private static final class BrokenInput extends InputStream {
        @Override
        public int read() throws IOException {
            throw new IOException("the stream broke");
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return read();
        }
    }

    private long accountsInTarget() throws SQLException {
        try (Connection connection = target().getConnection()) {
            return Long.parseLong(DialectFixture.query(connection, "SELECT COUNT(*) FROM account")
                    .get(0));
        }
    }

    @Test
    void aRestoredDatabaseHoldsTheSameRowsAndRules() throws Exception {
        capture().restore(strategy(), target());
        try (Connection one = source().getConnection();
                Connection two = target().getConnection()) {
            assertThat(SampleAccounts.rows(two)).isEqualTo(SampleAccounts.rows(one));
            assertThatThrownBy(() -> DialectFixture.execute(two, "INSERT INTO account (id, balance) VALUES (1, 1)"))
                    .as("the primary key is there")
                    .isInstanceOf(SQLException.class);
            assertThat(DialectFixture.query(two, "SELECT COUNT(*) FROM nothing"))
                    .containsExactly("0");
        }
    }
}
