package io.dbops.migration.script;

import java.util.Arrays;

/** A growing run of characters that is read without a call for each. Used by one thread. */
final class CharRun {

    private char[] chars = new char[128];
    private int length;

    int length() {
        return length;
    }

    char at(int index) {
        return chars[index];
    }

    /** The characters themselves; valid up to {@link #length} and until something is appended. */
    char[] chars() {
        return chars;
    }

    void truncate(int shorter) {
        length = shorter;
    }

    void clear() {
        length = 0;
    }

    void append(char c) {
        room(1);
        chars[length] = c;
        length++;
    }

    void append(char[] from, int start, int count) {
        room(count);
        System.arraycopy(from, start, chars, length, count);
        length += count;
    }

    CharRun append(String text) {
        room(text.length());
        text.getChars(0, text.length(), chars, length);
        length += text.length();
        return this;
    }

    private void room(int count) {
        if (length + count > chars.length) {
            chars = Arrays.copyOf(chars, Math.max(2 * chars.length, length + count));
        }
    }

    @Override
    public String toString() {
        return new String(chars, 0, length);
    }
}
