package io.dbops.migration.script;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * SHA-256 of a text that arrives in pieces, neutral towards line endings, and towards blanks at line ends outside quotes and
 * at the text's end. {@link #finish} makes it ready for another text.
 */
final class CanonicalDigest {

    private static final int PIECE = 8 * 1024;

    private final MessageDigest digest = Digests.sha256();
    private final byte[] bytes = new byte[PIECE];
    private int length;
    /** Blanks and line feeds outside quotes that count only if something follows them. */
    private final CharRun held = new CharRun();

    private boolean afterReturn;
    private char high;

    /** Text outside quotes. */
    void code(CharRun text) {
        char[] chars = text.chars();
        for (int i = 0; i < text.length(); i++) {
            char c = chars[i];
            if (c > ' ') {
                release();
                put(c);
            } else if (c == '\n' || c == '\r') {
                if (c == '\r' || !afterReturn) {
                    newLine();
                }
            } else if (CharSet.BLANKS.contains(c)) {
                held.append(c);
            } else {
                release();
                put(c);
            }
            afterReturn = c == '\r';
        }
    }

    /** Text inside quotes, where blanks at a line's end have a meaning. */
    void quoted(CharRun text) {
        release();
        char[] chars = text.chars();
        for (int i = 0; i < text.length(); i++) {
            char c = chars[i];
            if (afterReturn && c != '\n') {
                put('\r');
            }
            afterReturn = c == '\r';
            if (!afterReturn) {
                put(c);
            }
        }
    }

    /** A quote ends here; a carriage return at its end was none of a line ending. */
    void endQuote() {
        if (afterReturn) {
            put('\r');
            afterReturn = false;
        }
    }

    /** As lower-case hexadecimal text. */
    String finish() {
        held.clear();
        afterReturn = false;
        unpaired();
        update();
        return Digests.hex(digest.digest());
    }

    private void newLine() {
        int end = held.length();
        while (end > 0 && held.at(end - 1) != '\n') {
            end--;
        }
        held.truncate(end);
        held.append('\n');
    }

    private void release() {
        if (held.length() > 0) {
            for (int i = 0; i < held.length(); i++) {
                put(held.at(i));
            }
            held.clear();
        }
    }

    private void put(char c) {
        if (c < 0x80 && high == 0) {
            room(1);
            bytes[length] = (byte) c;
            length++;
        } else {
            encode(c);
        }
    }

    private void encode(char c) {
        if (Character.isHighSurrogate(c)) {
            unpaired();
            high = c;
        } else if (Character.isLowSurrogate(c) && high != 0) {
            append(new String(new char[] {high, c}));
            high = 0;
        } else {
            unpaired();
            append(String.valueOf(c));
        }
    }

    /** Half a pair alone is encoded as UTF-8 encodes what it cannot. */
    private void unpaired() {
        if (high != 0) {
            append(String.valueOf(high));
            high = 0;
        }
    }

    private void append(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        room(encoded.length);
        System.arraycopy(encoded, 0, bytes, length, encoded.length);
        length += encoded.length;
    }

    private void room(int count) {
        if (length + count > bytes.length) {
            update();
        }
    }

    private void update() {
        digest.update(bytes, 0, length);
        length = 0;
    }
}
