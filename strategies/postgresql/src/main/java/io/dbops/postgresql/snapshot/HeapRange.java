package io.dbops.postgresql.snapshot;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A range of a table's heap blocks, from inclusive to exclusive. The last range of a table is open-ended: blocks that are
 * added after the cut belong to it.
 *
 * <p>Notation: {@code 0-512}, {@code 512-}; empty for the whole table.
 *
 * @param from the first block
 * @param to the block after the last one; empty for an open end
 */
record HeapRange(long from, OptionalLong to) {

    /** Along what tables are cut. */
    static final String ORDER = "ctid";

    /** An earlier cut that ends behind so many times as many blocks is of a table that has shrunk. */
    private static final long OUTGROWN = 4;

    private static final Pattern NOTATION = Pattern.compile("(\\d{1,10})-(\\d{1,10})?");

    /** Cuts a table into ranges of about so many bytes. Cuts are at multiples of a power of two, so that a table that grows keeps them. */
    static List<HeapRange> cut(long blocks, long tableBytes, long chunkBytes) {
        long step = step(blocks, tableBytes, chunkBytes);
        List<HeapRange> ranges = new ArrayList<>();
        long from = 0;
        while (blocks - from > step) {
            ranges.add(new HeapRange(from, OptionalLong.of(from + step)));
            from += step;
        }
        ranges.add(new HeapRange(from, OptionalLong.empty()));
        return ranges;
    }

    /**
     * The ranges of an earlier cut, and behind them new ones if the table has grown well beyond them; those of a new cut where the
     * earlier ones do not cover it, or are of a table that has shrunk.
     */
    static List<HeapRange> continued(List<HeapRange> earlier, long blocks, long tableBytes, long chunkBytes) {
        if (!covers(earlier) || earlier.get(earlier.size() - 1).from > OUTGROWN * blocks) {
            return cut(blocks, tableBytes, chunkBytes);
        }
        long step = step(blocks, tableBytes, chunkBytes);
        List<HeapRange> ranges = new ArrayList<>(earlier.subList(0, earlier.size() - 1));
        long from = earlier.get(earlier.size() - 1).from;
        if (blocks - from > 2 * step) {
            while (blocks - from > step) {
                ranges.add(new HeapRange(from, OptionalLong.of(from + step)));
                from += step;
            }
        }
        ranges.add(new HeapRange(from, OptionalLong.empty()));
        return ranges;
    }

    private static boolean covers(List<HeapRange> ranges) {
        OptionalLong next = OptionalLong.of(0);
        for (HeapRange range : ranges) {
            if (next.isEmpty() || next.getAsLong() != range.from) {
                return false;
            }
            next = range.to;
        }
        return next.isEmpty();
    }

    /** Blocks stand for their share of the out-of-line values too. */
    private static long step(long blocks, long tableBytes, long chunkBytes) {
        if (blocks == 0) {
            return 1;
        }
        double bytesPerBlock = Math.max(1.0, (double) tableBytes / blocks);
        long wanted = (long) Math.min(Integer.MAX_VALUE, chunkBytes / bytesPerBlock);
        return Math.max(1, Long.highestOneBit(wanted));
    }

    static HeapRange parse(String notation) {
        if (notation.isEmpty()) {
            return new HeapRange(0, OptionalLong.empty());
        }
        Matcher matcher = NOTATION.matcher(notation);
        if (!matcher.matches()) {
            throw DbOpsException.of(
                            ErrorCode.INTEGRITY,
                            "A range of heap blocks reads '" + notation + "'; expected from-to, such as 0-512.")
                    .build();
        }
        String to = matcher.group(2);
        return new HeapRange(
                Long.parseLong(matcher.group(1)),
                to == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(to)));
    }

    boolean isWholeTable() {
        return from == 0 && to.isEmpty();
    }

    String notation() {
        return isWholeTable() ? "" : from + "-" + (to.isPresent() ? String.valueOf(to.getAsLong()) : "");
    }

    /** A condition that the server answers by a TID range scan; empty for the whole table. */
    String condition() {
        if (isWholeTable()) {
            return "";
        }
        String lower = "ctid >= '(" + from + ",0)'::pg_catalog.tid";
        return to.isEmpty() ? lower : lower + " AND ctid < '(" + to.getAsLong() + ",0)'::pg_catalog.tid";
    }
}
