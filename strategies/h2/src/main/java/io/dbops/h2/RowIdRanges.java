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

    /** The condition of a range, such as {@code WHERE _ROWID_ >= 1 AND _ROWID_ < 9}; empty for the whole table. */
    static String where(TableChunk chunk) {
        String range = chunk.range();
        int dots = range.indexOf("..");
        if (dots < 0) {
            throw new IllegalArgumentException("not a range of row ids: " + range);
        }
        List<String> conditions = new ArrayList<>();
        if (dots > 0) {
            conditions.add("_ROWID_ >= " + Long.parseLong(range.substring(0, dots)));
        }
        if (dots + 2 < range.length()) {
            conditions.add("_ROWID_ < " + Long.parseLong(range.substring(dots + 2)));
        }
        return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    }
}
