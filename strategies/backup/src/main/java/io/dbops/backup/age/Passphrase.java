package io.dbops.backup.age;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A passphrase, used as its UTF-8 bytes without normalisation, as the age tool does. Immutable; never printed. */
public final class Passphrase {

    private final byte[] utf8;

    private Passphrase(byte[] utf8) {
        this.utf8 = utf8;
    }

    /**
     * Copies the characters; the caller may erase its array afterwards.
     *
     * @throws IllegalArgumentException if there are none, or they hold an unpaired surrogate
     */
    public static Passphrase of(char[] characters) {
        if (characters.length == 0) {
            throw new IllegalArgumentException("passphrase is empty");
        }
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(characters));
            byte[] utf8 = new byte[encoded.remaining()];
            encoded.get(utf8);
            Arrays.fill(encoded.array(), (byte) 0);
            return new Passphrase(utf8);
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("passphrase holds an unpaired surrogate, which has no UTF-8 form", e);
        }
    }

    byte[] utf8() {
        return utf8.clone();
    }

    @Override
    public String toString() {
        return "Passphrase[hidden]";
    }
}
