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
    private boolean freshLine = true;

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

    /** Whether a line begins here. */
    boolean atLineStart() throws IOException {
        return previous == '\n' || (previous == '\r' && peek(0) != '\n');
    }

    /** Whether nothing but blanks stands on this line before here. */
    boolean onFreshLine() {
        return freshLine;
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
            if (c == END || upper(c) != upper.charAt(i)) {
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
        pass(start + 1);
        return (char) c;
    }

    /** Takes so many characters, which were seen to be there. */
    void take(int count, CharRun into) throws IOException {
        for (int i = 0; i < count; i++) {
            into.append(take());
        }
    }

    /** Takes what comes before the first of those characters or the end. */
    void takeUntil(CharSet stop, CharRun into) throws IOException {
        takeUntil(stop, into, Integer.MAX_VALUE);
    }

    /** Takes what comes before the first of those characters or the end, at most so much. */
    void takeUntil(CharSet stop, CharRun into, int most) throws IOException {
        int left = most;
        while (left > 0 && peek(0) != END) {
            int bound = limit - start > left ? start + left : limit;
            int at = indexOf(stop, bound);
            into.append(buffer, start, at - start);
            left -= at - start;
            pass(at);
            if (at < bound) {
                return;
            }
        }
    }

    private int indexOf(CharSet stop, int bound) {
        char[] chars = buffer;
        int at = start;
        while (at < bound && !stop.contains(chars[at])) {
            at++;
        }
        return at;
    }

    /** Moves on to there, and keeps count of lines; most of what is passed has none. */
    private void pass(int end) {
        char[] chars = buffer;
        int lastBreak = -1;
        for (int at = start; at < end; at++) {
            char c = chars[at];
            if (c == '\n' || c == '\r') {
                boolean pair = c == '\n' && (at > start ? chars[at - 1] : previous) == '\r';
                line += pair ? 0 : 1;
                lastBreak = at;
            }
        }
        if (end > start) {
            freshLine = (lastBreak >= 0 || freshLine) && isBlank(Math.max(lastBreak + 1, start), end);
            previous = chars[end - 1];
        }
        offset += end - start;
        start = end;
    }

    private boolean isBlank(int from, int end) {
        for (int at = from; at < end; at++) {
            if (buffer[at] > ' ') {
                return false;
            }
        }
        return true;
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

    private static int upper(int c) {
        return c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c;
    }
}
