package io.dbops.mysql.snapshot;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads back what {@link TsvEscape} wrote, one row at a time, for loading where {@code LOAD DATA LOCAL} is refused. */
final class TsvRows {

    private final InputStream in;
    private final byte[] buffer = new byte[64 * 1024];
    private int at;
    private int end;
    private long row;

    TsvRows(InputStream in) {
        this.in = in;
    }

    /**
     * The next row's fields, or {@code null} at the end.
     *
     * @throws IOException also for text that {@link TsvEscape} never writes
     */
    @Nullable
    List<byte @Nullable []> next() throws IOException {
        int c = read();
        if (c < 0) {
            return null;
        }
        row++;
        List<byte @Nullable []> fields = new ArrayList<>();
        ByteArrayOutputStream field = new ByteArrayOutputStream();
        boolean isNull = false;
        while (true) {
            if (c < 0) {
                throw new IOException("row " + row + " is not ended by a line feed: the text is truncated");
            }
            if (c == '\t' || c == '\n') {
                if (isNull && field.size() > 0) {
                    throw new IOException("row " + row + " has a field in which \\N does not stand alone");
                }
                fields.add(isNull ? null : field.toByteArray());
                field.reset();
                isNull = false;
                if (c == '\n') {
                    return fields;
                }
            } else if (c == '\\') {
                int escaped = read();
                if (escaped == 'N' && field.size() == 0 && !isNull) {
                    isNull = true;
                } else {
                    field.write(unescape(escaped));
                }
            } else {
                field.write(c);
            }
            c = read();
        }
    }

    private int unescape(int c) throws IOException {
        return switch (c) {
            case '0' -> 0;
            case 'b' -> '\b';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'Z' -> 0x1A;
            case '\\' -> '\\';
            default -> throw new IOException("row " + row + " has an escape that is not in this format");
        };
    }

    private int read() throws IOException {
        if (at == end) {
            end = in.read(buffer);
            at = 0;
            if (end <= 0) {
                end = 0;
                return -1;
            }
        }
        return buffer[at++] & 0xFF;
    }
}
