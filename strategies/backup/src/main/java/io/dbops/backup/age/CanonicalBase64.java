package io.dbops.backup.age;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Base 64 of RFC 4648, section 4, without padding; only the canonical encoding of a value is accepted. */
final class CanonicalBase64 {

    private static final Base64.Encoder ENCODER = Base64.getEncoder().withoutPadding();

    private CanonicalBase64() {}

    static String encode(byte[] bytes) {
        return ENCODER.encodeToString(bytes);
    }

    /** The decoded bytes, or null if the text is not the canonical encoding of anything. */
    static byte @Nullable [] decode(String text) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text.getBytes(StandardCharsets.ISO_8859_1));
            return encode(bytes).equals(text) ? bytes : null;
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }

    /** As {@link #decode(String)}, but null too if the value has not exactly this many bytes. */
    static byte @Nullable [] decode(String text, int length) {
        byte[] bytes = decode(text);
        return bytes != null && bytes.length == length ? bytes : null;
    }
}
