package io.dbops.h2;

import io.dbops.spi.snapshot.TableChunk;
import io.dbops.value.QualifiedName;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a table into ranges of {@code _ROWID_}, the order in which H2 stores rows. The notation is {@code from..to}, to
 * excluded; a missing side is open, so that the ranges cover every row whatever the bounds were measured on.
 */
final class RowIdRanges {

    /** Along what tables are cut. */
    static final String ORDER = "_ROWID_";

    private RowIdRanges() {}

    static List<TableChunk> cut(QualifiedName table, long first, long last, long rows, long rowsPerChunk) {
        long count = Math.max(1, (rows + rowsPerChunk - 1) / rowsPerChunk);
        // The span of two longs needs more than a long.
        BigInteger start = BigInteger.valueOf(first);
        BigInteger span = BigInteger.valueOf(last).subtract(start).add(BigInteger.ONE);
        List<TableChunk> chunks = new ArrayList<>();
        String from = "";
        for (int i = 0; i < count; i++) {
            BigInteger end = start.add(span.multiply(BigInteger.valueOf(i + 1)).divide(BigInteger.valueOf(count)));
            String to = i == count - 1 ? "" : end.toString();
            if (!to.isEmpty() && to.equals(from)) {
                continue;
            }
            chunks.add(new TableChunk(table, chunks.size(), from + ".." + to));
            from = to;
        }
        return chunks;
    }

    /**
     * The ranges of an earlier cut, the last of them cut again if the table has grown well beyond it.
     *
     * @param behind how many rows are in that last one now
     */
    static List<TableChunk> continued(
            List<TableChunk> earlier, long behind, QualifiedName table, long first, long last, long rowsPerChunk) {
        List<TableChunk> chunks = new ArrayList<>(earlier);
        if (behind > 2 * rowsPerChunk) {
            String from = from(chunks.remove(chunks.size() - 1));
            long start = from.isEmpty() ? first : Long.parseLong(from);
            for (TableChunk each : cut(table, start, last, behind, rowsPerChunk)) {
                String begin = from(each).isEmpty() ? from : from(each);
                chunks.add(new TableChunk(table, chunks.size(), begin + ".." + to(each)));
            }
        }
        return chunks;
    }

    /** Whether they follow one another, and leave nothing out. */
    static boolean covers(List<TableChunk> chunks) {
        String next = "";
        for (TableChunk chunk : chunks) {
            if (!from(chunk).equals(next) || (next.isEmpty() && chunk.number() > 0)) {
                return false;
            }
            next = to(chunk);
        }
        return !chunks.isEmpty() && next.isEmpty();
    }

    private static String from(TableChunk chunk) {
        return chunk.range().substring(0, dots(chunk));
    }

    private static String to(TableChunk chunk) {
        return chunk.range().substring(dots(chunk) + 2);
    }

    private static int dots(TableChunk chunk) {
        int dots = chunk.range().indexOf("..");
        if (dots < 0) {
            throw new IllegalArgumentException("not a range of row ids: " + chunk.range());
        }
        return dots;
    }

    /** The condition of a range, such as {@code WHERE _ROWID_ >= 1 AND _ROWID_ < 9}; empty for the whole table. */
    static String where(TableChunk chunk) {
        List<String> conditions = new ArrayList<>();
        if (!from(chunk).isEmpty()) {
            conditions.add("_ROWID_ >= " + Long.parseLong(from(chunk)));
        }
        if (!to(chunk).isEmpty()) {
            conditions.add("_ROWID_ < " + Long.parseLong(to(chunk)));
        }
        return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    }
}
