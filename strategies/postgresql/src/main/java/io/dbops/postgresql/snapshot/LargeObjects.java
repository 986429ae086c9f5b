package io.dbops.postgresql.snapshot;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.postgresql.catalog.Catalog;
import io.dbops.spi.snapshot.SnapshotRequest;
import io.dbops.spi.snapshot.TableChunk;
import io.dbops.spi.snapshot.TableData;
import io.dbops.value.QualifiedName;
import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The contents of large objects, as the rows of one table: which object, at which byte, and the bytes. Rows are the server's own pages, so
 * that what was never written takes no room. Ranges are of objects and pages, in their order: {@code 16400.0-16400.512}.
 */
final class LargeObjects {

    /** As the catalogue calls it. */
    static final QualifiedName TABLE = new QualifiedName("pg_catalog", "pg_largeobject");

    private static final String ORDER = "loid,pageno";
    private static final List<String> COLUMNS = List.of("loid", "position", "data");
    private static final Pattern RANGE =
            Pattern.compile("(?:(\\d{1,10})\\.(\\d{1,10}))?-(?:(\\d{1,10})\\.(\\d{1,10}))?");

    /** A page holds a quarter of a block; see LOBLKSIZE in the server's documentation of pg_largeobject. */
    private static final String PAGE = "pg_catalog.current_setting('block_size')::pg_catalog.int8 / 4";

    private static final String STAGE = "CREATE TEMPORARY TABLE dbops_large_objects (loid pg_catalog.oid, position"
            + " pg_catalog.int8, data pg_catalog.bytea)";
    private static final String COPY = "COPY pg_temp.dbops_large_objects FROM STDIN";
    private static final String PUT =
            "SELECT pg_catalog.count(pg_catalog.lo_put(loid, position, data)) FROM pg_temp.dbops_large_objects";

    private LargeObjects() {}

    static boolean are(QualifiedName table) {
        return table.equals(TABLE);
    }

    /** Empty where there are none. */
    static Optional<TableData> table(Catalog catalog, SnapshotRequest request) throws SQLException {
        List<Long> pages = new ArrayList<>();
        if (catalog.holdsLargeObjects()) {
            catalog.each("SELECT 1 FROM pg_catalog.pg_largeobject_metadata LIMIT 1", row -> pages.add(row.getLong(1)));
        }
        if (pages.isEmpty()) {
            return Optional.empty();
        }
        List<String> bounds = new ArrayList<>();
        request.reference(TABLE)
                .filter(earlier -> earlier.order().equals(ORDER))
                .ifPresent(earlier ->
                        earlier.chunks().forEach(chunk -> bound(chunk.range()).ifPresent(bounds::add)));
        long bytes = cut(catalog, request.chunkBytes(), bounds);
        List<TableChunk> chunks = new ArrayList<>();
        String from = "";
        for (String bound : bounds) {
            chunks.add(new TableChunk(TABLE, chunks.size(), from + "-" + bound));
            from = bound;
        }
        chunks.add(new TableChunk(TABLE, chunks.size(), from.isEmpty() ? "" : from + "-"));
        return Optional.of(new TableData(TABLE, COLUMNS, "copy", ORDER, bytes, chunks));
    }

    /** Adds bounds behind those that are known; how many bytes there are, about. */
    private static long cut(Catalog catalog, long chunkBytes, List<String> bounds) throws SQLException {
        long[] size = new long[2];
        catalog.each("SELECT pg_catalog.pg_relation_size('pg_catalog.pg_largeobject'), " + PAGE, row -> {
            size[0] = row.getLong(1);
            size[1] = row.getLong(2);
        });
        // A page's text in COPY is twice as long as the page.
        long step = Math.max(1, chunkBytes / (2 * size[1]));
        String behind = bounds.isEmpty() ? "" : " WHERE (loid, pageno) >= " + pair(bounds.get(bounds.size() - 1));
        catalog.each(
                "SELECT p.loid, p.pageno FROM (SELECT loid, pageno, pg_catalog.row_number() OVER (ORDER BY loid, pageno) - 1"
                        + " AS number FROM pg_catalog.pg_largeobject" + behind
                        + ") p WHERE p.number > 0 AND p.number % "
                        + step + " = 0 ORDER BY 1, 2",
                row -> bounds.add(row.getLong(1) + "." + row.getLong(2)));
        return size[0];
    }

    /** Where a range ends. */
    private static Optional<String> bound(String range) {
        int dash = range.indexOf('-');
        return dash < 0 || dash == range.length() - 1 ? Optional.empty() : Optional.of(range.substring(dash + 1));
    }

    private static String pair(String bound) {
        int dot = bound.indexOf('.');
        return "(" + Long.parseLong(bound.substring(0, dot)) + ", " + Long.parseLong(bound.substring(dot + 1)) + ")";
    }

    static String read(TableChunk chunk) {
        return "COPY (SELECT loid, pageno * (" + PAGE + "), data FROM pg_catalog.pg_largeobject"
                + condition(chunk.range()) + " ORDER BY loid, pageno) TO STDOUT";
    }

    private static String condition(String range) {
        if (range.isEmpty()) {
            return "";
        }
        Matcher matcher = RANGE.matcher(range);
        if (!matcher.matches()) {
            throw DbOpsException.of(
                            ErrorCode.INTEGRITY,
                            "A range of large objects reads '" + range
                                    + "'; expected from-to, such as 16400.0-16400.512.")
                    .build();
        }
        List<String> conditions = new ArrayList<>();
        if (matcher.group(1) != null) {
            conditions.add("(loid, pageno) >= (" + matcher.group(1) + ", " + matcher.group(2) + ")");
        }
        if (matcher.group(3) != null) {
            conditions.add("(loid, pageno) < (" + matcher.group(3) + ", " + matcher.group(4) + ")");
        }
        return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    }

    /** In the transaction that is open; how many pages were written. */
    static long load(Session session, InputStream in) throws SQLException, IOException {
        session.execute(STAGE + " ON COMMIT DROP");
        long copied = session.driver().getCopyAPI().copyIn(COPY, in);
        session.execute(PUT);
        return copied;
    }

    /** What psql runs to load a chunk from its standard input. */
    static String stockLoad() {
        return STAGE + "; " + COPY + "; " + PUT;
    }
}
