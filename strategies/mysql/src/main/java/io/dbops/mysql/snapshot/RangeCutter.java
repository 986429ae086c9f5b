package io.dbops.mysql.snapshot;

import io.dbops.mysql.server.Quoting;
import io.dbops.spi.snapshot.TableData;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Cuts a table along its clustered key, so that boundaries stay where they are while the table grows: a key that begins with
 * an integer at multiples of powers of two, halved until the server's own estimate is small enough; any other at those keys
 * whose checksum ends with enough zero bits. Used by one thread.
 */
final class RangeCutter {

    /** More would only make manifests large. */
    private static final long MOST_CHUNKS = 10_000;

    private static final BigInteger SIGN = BigInteger.ONE.shiftLeft(63);

    private final Connection connection;
    private final long chunkBytes;

    RangeCutter(Connection connection, long chunkBytes) {
        this.connection = connection;
        this.chunkBytes = chunkBytes;
    }

    /**
     * Disjoint ranges that cover the table, in key order; one for what cannot be cut or is small.
     *
     * @param reference an earlier cut of the table, whose boundaries are kept while the key is the same
     */
    List<KeyRange> cut(Table table, Optional<TableData> reference) throws SQLException {
        List<KeyRange> fresh = cut(table);
        return reference
                .filter(earlier -> earlier.order().equals(table.order()))
                .flatMap(earlier -> KeyRange.boundaries(earlier.chunks().stream()
                        .map(chunk -> KeyRange.parse(chunk.range()))
                        .toList()))
                .filter(kept -> !kept.isEmpty())
                .map(kept -> KeyRange.between(continued(kept, fresh)))
                .orElse(fresh);
    }

    /** The boundaries that were, and behind the last of them new ones if it has become long there. */
    private static List<List<String>> continued(List<List<String>> kept, List<KeyRange> fresh) {
        List<List<String>> later = KeyRange.boundaries(fresh).orElseThrow();
        List<String> last = kept.get(kept.size() - 1);
        List<List<String>> beyond = later.subList(later.indexOf(last) + 1, later.size());
        if (!later.contains(last)) {
            beyond = isNumber(last)
                    ? later.stream()
                            .filter(each -> isNumber(each)
                                    && new BigInteger(each.get(0)).compareTo(new BigInteger(last.get(0))) > 0)
                            .toList()
                    : List.of();
        }
        if (beyond.size() < 2) {
            return kept;
        }
        List<List<String>> all = new ArrayList<>(kept);
        all.addAll(beyond);
        return all;
    }

    private static boolean isNumber(List<String> boundary) {
        return boundary.size() == 1 && boundary.get(0).matches("-?[0-9]+");
    }

    private List<KeyRange> cut(Table table) throws SQLException {
        if (table.key().isEmpty()) {
            return KeyRange.between(List.of());
        }
        if (table.bytes() <= chunkBytes) {
            return uncounted(table);
        }
        long bytesPerRow = Math.max(1, table.bytes() / Math.max(1, table.rows()));
        long rowsPerChunk = Math.max(Math.max(1, chunkBytes / bytesPerRow), table.rows() / MOST_CHUNKS);
        if (table.key().get(0).integer()) {
            Halving halving = new Halving(table, rowsPerChunk);
            List<List<String>> boundaries = halving.boundaries();
            if (!halving.crowded || table.key().size() == 1) {
                return KeyRange.between(boundaries);
            }
        }
        return byMarks(table, rowsPerChunk);
    }

    /**
     * A table that the server takes for small. It measures now and then only, so one that was filled a moment ago looks
     * small too, and its estimates are of no use: this one is counted, no further than to the size of one chunk at first.
     */
    private List<KeyRange> uncounted(Table table) throws SQLException {
        long rowsPerChunk = Math.max(1, chunkBytes / sampledWidth(table));
        String name = Quoting.identifier(table.name());
        long counted =
                (long) number("SELECT COUNT(*) FROM (SELECT 1 FROM " + name + " LIMIT " + (rowsPerChunk + 1) + ") c");
        if (counted <= rowsPerChunk) {
            return KeyRange.between(List.of());
        }
        long rows = (long) number("SELECT COUNT(*) FROM " + name);
        return byMarks(table, Math.max(rowsPerChunk, rows / MOST_CHUNKS));
    }

    private List<KeyRange> byMarks(Table table, long rowsPerChunk) throws SQLException {
        return table.key().stream().allMatch(KeyColumn::sortable)
                ? KeyRange.between(marked(table, rowsPerChunk))
                : KeyRange.between(List.of());
    }

    /** About how wide a row is at least. Large objects are left out, because telling their length reads them. */
    private long sampledWidth(Table table) throws SQLException {
        List<String> names = new ArrayList<>();
        List<String> widths = new ArrayList<>();
        for (Column column : table.columns()) {
            if (!column.large()) {
                names.add(Quoting.identifier(column.name()));
                widths.add("COALESCE(LENGTH(" + Quoting.identifier(column.name()) + "), 1)");
            }
        }
        if (names.isEmpty()) {
            return 1;
        }
        String sql = "SELECT COALESCE(AVG(" + String.join(" + ", widths) + "), 1) FROM (SELECT "
                + String.join(", ", names) + " FROM " + Quoting.identifier(table.name()) + " LIMIT 100) sample";
        return Math.max(1, (long) number(sql));
    }

    private double number(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getDouble(1);
        }
    }

    /** Boundaries at keys that the data itself marks: an insert moves none of the others. */
    private List<List<String>> marked(Table table, long rowsPerChunk) throws SQLException {
        List<String> noted = table.key().stream().map(KeyColumn::noted).toList();
        List<String> names = table.key().stream()
                .map(key -> Quoting.identifier(key.column().name()))
                .toList();
        String sql = "SELECT " + String.join(", ", noted) + " FROM " + Quoting.identifier(table.name())
                + " FORCE INDEX (PRIMARY) WHERE CRC32(CONCAT_WS('|', " + String.join(", ", noted) + ")) & "
                + (Long.highestOneBit(rowsPerChunk) - 1) + " = 0 ORDER BY " + String.join(", ", names) + " LIMIT "
                + MOST_CHUNKS;
        List<List<String>> boundaries = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                List<String> boundary = new ArrayList<>();
                for (int i = 1; i <= noted.size(); i++) {
                    boundary.add(rows.getString(i));
                }
                boundaries.add(boundary);
            }
        }
        return boundaries;
    }

    /** Halves the space of 64-bit keys, shifted so that it begins with zero for signed keys too. */
    private final class Halving {
        private final Table table;
        private final KeyColumn first;
        private final long rowsPerChunk;
        private final BigInteger shift;
        private final List<List<String>> boundaries = new ArrayList<>();
        private BigInteger least = BigInteger.ZERO;
        private BigInteger greatest = BigInteger.ZERO;
        /** Whether many rows share one value of the first column. */
        private boolean crowded;

        Halving(Table table, long rowsPerChunk) {
            this.table = table;
            this.first = table.key().get(0);
            this.rowsPerChunk = rowsPerChunk;
            this.shift = first.column().unsigned() ? BigInteger.ZERO : SIGN;
        }

        List<List<String>> boundaries() throws SQLException {
            String name = Quoting.identifier(first.column().name());
            String sql = "SELECT MIN(" + name + "), MAX(" + name + ") FROM " + Quoting.identifier(table.name());
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(sql)) {
                row.next();
                String low = row.getString(1);
                String high = row.getString(2);
                if (low == null || high == null) {
                    return List.of();
                }
                least = new BigInteger(low).add(shift);
                greatest = new BigInteger(high).add(shift);
            }
            int bits = least.xor(greatest).bitLength();
            halve(least.shiftRight(bits).shiftLeft(bits), bits);
            return boundaries;
        }

        private void halve(BigInteger start, int bits) throws SQLException {
            BigInteger end = start.add(BigInteger.ONE.shiftLeft(bits));
            if (start.compareTo(greatest) > 0 || end.compareTo(least) <= 0) {
                return;
            }
            long rows = estimate(start, end);
            if (rows <= rowsPerChunk || bits == 0) {
                crowded |= rows > 4 * rowsPerChunk;
                if (start.compareTo(least) > 0) {
                    boundaries.add(List.of(start.subtract(shift).toString()));
                }
                return;
            }
            BigInteger middle = start.add(BigInteger.ONE.shiftLeft(bits - 1));
            halve(start, bits - 1);
            halve(middle, bits - 1);
        }

        /** Two dives into the index; the server's estimate of the rows in between. */
        private long estimate(BigInteger start, BigInteger end) throws SQLException {
            KeyRange range = new KeyRange(
                    List.of(start.subtract(shift).toString()),
                    List.of(end.subtract(shift).toString()));
            String sql = "EXPLAIN SELECT 1 FROM " + Quoting.identifier(table.name()) + " FORCE INDEX (PRIMARY) WHERE "
                    + range.condition(table.key());
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(sql)) {
                long sum = 0;
                while (rows.next()) {
                    sum += rows.getLong("rows");
                }
                return sum;
            }
        }
    }
}
