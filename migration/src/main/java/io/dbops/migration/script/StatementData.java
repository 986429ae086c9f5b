package io.dbops.migration.script;

import io.dbops.error.DbOpsException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The lines of data that follow a statement in its script, up to a line that holds only {@code \.}. They are read once,
 * from the splitter's own position, in memory that does not grow with them; what is not read when the splitter is asked for
 * the next statement is passed over. Used by one thread.
 */
public final class StatementData {

    private static final int PIECE = 8 * 1024;

    private final CharCursor cursor;
    private final String script;
    private final int statementLine;
    private final int line;
    private final MessageDigest digest = Digests.sha256();
    private long lines;
    private @Nullable String end;
    private @Nullable String sum;

    StatementData(CharCursor cursor, String script, int statementLine) {
        this.cursor = cursor;
        this.script = script;
        this.statementLine = statementLine;
        this.line = cursor.line();
    }

    /** The line of the script on which the data begin, from 1. */
    public int line() {
        return line;
    }

    /**
     * What is left of the data, as UTF-8. A script that ends before they do, or that is not UTF-8, fails the read with a
     * {@code MIGRATION_INVALID}.
     */
    public InputStream open() {
        return new Bytes();
    }

    /** Reads what is left. */
    public void finish() {
        while (!piece().isEmpty()) {
            // digested and counted
        }
    }

    /** How many lines; once all was read. */
    public long lines() {
        return lines;
    }

    /** SHA-256 of the data with a line feed for every line ending; once all was read. */
    public String digest() {
        return Objects.requireNonNull(sum, "the data were not read to their end");
    }

    /** The line that ends the data; {@code null} before it was read. */
    @Nullable
    String end() {
        return end;
    }

    /** The next characters; nothing once the end was read. */
    String piece() {
        try {
            return end == null ? read() : "";
        } catch (IOException e) {
            throw ScriptError.unreadable(script, cursor.line(), e);
        }
    }

    private String read() throws IOException {
        CharRun piece = new CharRun();
        if (cursor.previous() == '\n' && endAhead()) {
            cursor.takeUntil(CharSet.LINE_ENDS, piece);
            takeLineEnd(piece);
            end = piece.toString();
            sum = Digests.hex(digest.digest());
            return "";
        }
        cursor.takeUntil(CharSet.LINE_ENDS, piece, PIECE);
        boolean half = piece.length() > 0 && Character.isHighSurrogate(piece.at(piece.length() - 1));
        if (half && cursor.peek(0) != CharCursor.END) {
            piece.append(cursor.take());
        }
        int text = piece.length();
        takeLineEnd(piece);
        if (piece.length() == 0) {
            throw unended();
        }
        String whole = piece.toString();
        boolean ended = whole.endsWith("\n");
        String canonical = ended ? whole.substring(0, text) + "\n" : whole;
        digest.update(canonical.getBytes(StandardCharsets.UTF_8));
        lines += ended ? 1 : 0;
        return whole;
    }

    private boolean endAhead() throws IOException {
        if (!cursor.startsWith("\\.")) {
            return false;
        }
        int after = cursor.peek(2);
        return after == '\n' || after == CharCursor.END || (after == '\r' && cursor.peek(3) == '\n');
    }

    private void takeLineEnd(CharRun piece) throws IOException {
        if (cursor.peek(0) == '\r') {
            piece.append(cursor.take());
        }
        if (cursor.peek(0) == '\n') {
            piece.append(cursor.take());
        }
    }

    private DbOpsException unended() {
        return ScriptError.at(
                script,
                statementLine,
                "the data of the statement that begins here are never ended",
                "End them with a line that holds only \\. .");
    }

    /** The pieces, encoded. */
    private final class Bytes extends InputStream {
        private byte[] bytes = {};
        private int at;

        @Override
        public int read() {
            return more() ? bytes[at++] & 0xFF : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            Objects.checkFromIndexSize(offset, length, target.length);
            if (length == 0) {
                return 0;
            }
            if (!more()) {
                return -1;
            }
            int count = Math.min(length, bytes.length - at);
            System.arraycopy(bytes, at, target, offset, count);
            at += count;
            return count;
        }

        private boolean more() {
            if (at == bytes.length) {
                bytes = piece().getBytes(StandardCharsets.UTF_8);
                at = 0;
            }
            return at < bytes.length;
        }
    }
}
