package io.dbops.mysql.snapshot;

import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows as {@code LOAD DATA} reads them by default: fields end with a tab, rows with a line feed, a backslash escapes.
 * What has an escape of its own is escaped, so no row holds a raw line feed; every other byte is itself.
 *
 * <p>Source: MySQL 8.0 Reference Manual, LOAD DATA Statement, Field and Line Handling. Used by one thread.
 */
final class TsvEscape {

    private static final byte[] ESCAPE = new byte[256];

    static {
        ESCAPE[0] = '0';
        ESCAPE['\b'] = 'b';
        ESCAPE['\n'] = 'n';
        ESCAPE['\r'] = 'r';
        ESCAPE['\t'] = 't';
        ESCAPE[0x1A] = 'Z';
        ESCAPE['\\'] = '\\';
    }

    private final OutputStream out;
    private final byte[] buffer = new byte[64 * 1024];
    private int used;
    private boolean inRow;

    TsvEscape(OutputStream out) {
        this.out = out;
    }

    /** Appends a field to the row; {@code null} stands for NULL. */
    void field(byte @Nullable [] value) throws IOException {
        if (inRow) {
            put((byte) '\t');
        }
        inRow = true;
        if (value == null) {
            put((byte) '\\');
            put((byte) 'N');
            return;
        }
        int plain = 0;
        for (int i = 0; i < value.length; i++) {
            byte escape = ESCAPE[value[i] & 0xFF];
            if (escape != 0) {
                put(value, plain, i - plain);
                put((byte) '\\');
                put(escape);
                plain = i + 1;
            }
        }
        put(value, plain, value.length - plain);
    }

    void endRow() throws IOException {
        put((byte) '\n');
        inRow = false;
    }

    /** Hands over what is buffered; the stream stays open. */
    void flush() throws IOException {
        out.write(buffer, 0, used);
        used = 0;
        out.flush();
    }

    private void put(byte one) throws IOException {
        if (used == buffer.length) {
            out.write(buffer, 0, used);
            used = 0;
        }
        buffer[used++] = one;
    }

    private void put(byte[] from, int offset, int length) throws IOException {
        if (length > buffer.length - used) {
            out.write(buffer, 0, used);
            used = 0;
            if (length > buffer.length) {
                out.write(from, offset, length);
                return;
            }
        }
        System.arraycopy(from, offset, buffer, used, length);
        used += length;
    }
}
