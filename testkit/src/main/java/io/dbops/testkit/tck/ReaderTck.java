package io.dbops.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbops.error.DbOpsException;
import io.dbops.spi.snapshot.SnapshotRequest;
import io.dbops.spi.snapshot.SnapshotSession;
import io.dbops.spi.snapshot.TableChunk;
import io.dbops.spi.snapshot.TableData;
import io.dbops.spi.snapshot.TableReader;
import io.dbops.testkit.tck.CapturedSnapshot.Chunk;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The contracts of {@link TableReader}, {@link TableData} and {@link TableChunk}; part of {@link BackupStrategyTck}. */
abstract class ReaderTck extends StrategyFixture {

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
    void aChunkHoldsAboutAsManyBytesAsWereAskedFor() throws Exception {
        try (SnapshotSession session = open(1L << 30)) {
            assertThat(CapturedSnapshot.table(session.tables(), "account").chunks())
                    .hasSize(1);
        }
    }

    @Test
    void aTableIsCutAgainAsItsReferenceWasCut() throws Exception {
        List<TableData> before;
        try (SnapshotSession session = open(SMALL_CHUNKS)) {
            before = session.tables();
        }
        try (Connection writer = source().getConnection()) {
            SampleAccounts.changeEverything(writer);
        }
        SnapshotRequest request = new SnapshotRequest(source(), Set.of(), 2, 1L << 30, LOCK_WAIT).comparedWith(before);
        CapturedSnapshot again;
        try (SnapshotSession session = strategy().openSnapshot(request)) {
            again = CapturedSnapshot.of(session);
        }
        List<String> ranges = ranges(CapturedSnapshot.table(before, "account"));
        assertThat(ranges(CapturedSnapshot.table(again.tables, "account")))
                .as("what lies behind the last cut may be cut")
                .startsWith(ranges.subList(0, ranges.size() - 1).toArray(new String[0]));
        assertThat(again.chunksOf("account").stream().flatMap(chunk -> chunk.lines().stream()))
                .hasSize(ACCOUNTS)
                .doesNotHaveDuplicates();
    }

    @Test
    void aTableOfAnotherOrderIsCutAfresh() throws Exception {
        List<TableData> before;
        try (SnapshotSession session = open(SMALL_CHUNKS)) {
            before = session.tables().stream().map(ReaderTck::disordered).toList();
        }
        SnapshotRequest request = new SnapshotRequest(source(), Set.of(), 2, 1L << 30, LOCK_WAIT).comparedWith(before);
        try (SnapshotSession session = strategy().openSnapshot(request)) {
            assertThat(CapturedSnapshot.table(session.tables(), "account").chunks())
                    .hasSize(1);
        }
    }

    private static TableData disordered(TableData table) {
        return new TableData(
                table.name(),
                table.columns(),
                table.format(),
                "another than " + table.order(),
                table.estimatedBytes(),
                table.chunks());
    }

    private static List<String> ranges(TableData table) {
        return table.chunks().stream().map(TableChunk::range).toList();
    }

    @Test
    void columnsAreThoseOfARowAndGeneratedOnesAreNotAmongThem() throws Exception {
        executeInSource("CREATE TABLE derived (id INT PRIMARY KEY, balance INT, total " + generatedColumn() + ")");
        executeInSource("INSERT INTO derived (id, balance) VALUES (1, 41)");
        try (SnapshotSession session = open(SMALL_CHUNKS)) {
            assertThat(columnsOf(session, "account")).containsExactly("id", "balance", "note");
            assertThat(columnsOf(session, "derived")).containsExactly("id", "balance");
        }
        capture().restore(strategy(), target());
        try (Connection connection = target().getConnection()) {
            assertThat(DialectFixture.query(connection, "SELECT total FROM derived"))
                    .containsExactly("42");
        }
    }

    private static List<String> columnsOf(SnapshotSession session, String table) {
        return CapturedSnapshot.table(session.tables(), table).columns().stream()
                .map(column -> column.toLowerCase(Locale.ROOT))
                .toList();
    }

    @Test
    void everyRowIsOneLineThatAnLfEnds() throws Exception {
        for (Chunk chunk : capture().chunks) {
            assertThat(chunk.table().format()).matches("[a-z][a-z0-9]*");
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
    void aReaderThatIsCancelledFails() throws Exception {
        try (SnapshotSession session = open(SMALL_CHUNKS);
                TableReader reader = session.openReader()) {
            TableData table = CapturedSnapshot.table(session.tables(), "account");
            OutputStream cancelling = new OutputStream() {
                @Override
                public void write(int value) {
                    CompletableFuture.runAsync(reader::cancel).join();
                }

                @Override
                public void write(byte[] bytes, int offset, int length) {
                    write(0);
                }
            };
            for (TableChunk chunk : table.chunks().subList(0, 2)) {
                assertThatThrownBy(() -> reader.read(table, chunk, cancelling))
                        .as("the running read and the next one")
                        .isInstanceOfAny(SQLException.class, IOException.class, DbOpsException.class);
            }
        }
    }
}
