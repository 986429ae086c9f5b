package io.dbops.migration.script;

import java.io.IOException;
import java.io.Reader;

/** Characters of a script with a bounded look ahead, and where they stand. */
final class CharCursor {

    static final int END = -1;
    static final int LOOKAHEAD = 1024;

    private final Reader reader;
    private final char[] buffer = new char[16 * LOOKAHEAD];
    private int start;
    private int limit;
    private boolean ended;
    private int line = 1;
    private long offset;
    private int previous = '\n';

    CharCursor(Reader reader) {
        this.reader = reader;
    }

    /** From 1. */
    int line() {
        return line;
    }

    long offset() {
        return offset;
    }

    boolean atLineStart() throws IOException {
        return previous == '\n' || (previous == '\r' && peek(0) != '\n');
    }

    /** The last character taken; a line feed at the start. */
    int previous() {
        return previous;
    }

    /** The character that far ahead, less than {@link #LOOKAHEAD}, or {@link #END}. */
    int peek(int ahead) throws IOException {
        if (start + ahead >= limit) {
            fill(ahead);
        }
        return start + ahead < limit ? buffer[start + ahead] : END;
    }

    boolean startsWith(String text) throws IOException {
        for (int i = 0; i < text.length(); i++) {
            if (peek(i) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    boolean startsWithIgnoreCase(String upper) throws IOException {
        for (int i = 0; i < upper.length(); i++) {
            int c = peek(i);
            if (c == END || Character.toUpperCase((char) c) != upper.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Takes the next character; there must be one. */
    char take() throws IOException {
        int c = peek(0);
        if (c == END) {
            throw new IllegalStateException("taken past the end");
        }
        start++;
        offset++;
        if (c == '\n' ? previous != '\r' : c == '\r') {
            line++;
        }
        previous = c;
        return (char) c;
    }

    private void fill(int ahead) throws IOException {
        System.arraycopy(buffer, start, buffer, 0, limit - start);
        limit -= start;
        start = 0;
        while (!ended && limit <= ahead) {
            int read = reader.read(buffer, limit, buffer.length - limit);
            if (read < 0) {
                ended = true;
            } else {
                limit += read;
            }
        }
    }
}
