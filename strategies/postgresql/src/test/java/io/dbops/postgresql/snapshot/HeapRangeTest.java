package io.dbops.postgresql.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbops.error.DbOpsException;
import io.dbops.spi.snapshot.TableChunk;
import io.dbops.spi.snapshot.TableData;
import io.dbops.value.QualifiedName;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeapRangeTest {

    private static final long BLOCK = 8192;

    @ParameterizedTest
    @CsvSource({"0,1", "1,1", "7,1", "8,1", "9,2", "16,2", "17,3", "1000,125"})
    void ranges_follow_one_another_from_the_first_block_to_an_open_end(long blocks, int expected) {
        List<HeapRange> ranges = HeapRange.cut(blocks, blocks * BLOCK, 8 * BLOCK);

        assertThat(ranges).hasSize(expected);
        long next = 0;
        for (HeapRange range : ranges.subList(0, ranges.size() - 1)) {
            assertThat(range.from()).isEqualTo(next);
            next = range.to().orElseThrow();
            assertThat(next).isGreaterThan(range.from());
        }
        HeapRange last = ranges.get(ranges.size() - 1);
        assertThat(last.from()).isEqualTo(next);
        assertThat(last.to()).isEmpty();
    }

    @Test
    void a_table_that_grows_keeps_its_cuts() {
        List<HeapRange> small = HeapRange.cut(100, 100 * BLOCK, 10 * BLOCK);
        List<HeapRange> grown = HeapRange.cut(1000, 1000 * BLOCK, 10 * BLOCK);

        assertThat(grown).containsAll(small.subList(0, small.size() - 1));
    }

    @Test
    void out_of_line_values_make_ranges_shorter_and_never_empty() {
        assertThat(HeapRange.cut(64, 64 * 4 * BLOCK, 32 * BLOCK)).hasSize(8);
        assertThat(HeapRange.cut(3, 1L << 40, 1)).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0-512", "512-", "4294967294-4294967295"})
    void notation_is_read_back(String notation) {
        assertThat(HeapRange.parse(notation).notation()).isEqualTo(notation);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-", "5", "a-b", "1-2-3", "1-2) OR true", " 1-2", "12345678901-"})
    void anything_else_is_refused(String notation) {
        assertThatThrownBy(() -> HeapRange.parse(notation)).isInstanceOf(DbOpsException.class);
    }

    @Test
    void the_query_reads_one_range_of_the_table_itself() {
        QualifiedName name = new QualifiedName("a\"b", "T");
        TableChunk middle = new TableChunk(name, 1, "512-1024");
        TableData table = new TableData(name, List.of("x", "select"), "copy", 0, List.of(middle));

        assertThat(CopyReader.query(table, middle))
                .isEqualTo(
                        "COPY (SELECT \"x\", \"select\" FROM ONLY \"a\"\"b\".\"T\" WHERE ctid >= '(512,0)'::pg_catalog.tid"
                                + " AND ctid < '(1024,0)'::pg_catalog.tid) TO STDOUT");
        assertThat(CopyReader.query(table, new TableChunk(name, 0, "")))
                .endsWith("FROM ONLY \"a\"\"b\".\"T\") TO STDOUT");
        assertThat(CopyLoader.statement(table)).isEqualTo("COPY \"a\"\"b\".\"T\" (\"x\", \"select\") FROM STDIN");
    }
}
