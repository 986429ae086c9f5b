package io.dbops.migration.script;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256, as lower-case hexadecimal text. */
public final class Digests {

    private Digests() {}

    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    public static String hex(byte[] digest) {
        return HexFormat.of().formatHex(digest);
    }

    /** Of the text's UTF-8 bytes. */
    public static String of(CharSequence text) {
        return hex(sha256().digest(text.toString().getBytes(StandardCharsets.UTF_8)));
    }

    /** Of several texts, each with its length before it, so that no two lists look alike. */
    public static String ofAll(String... texts) {
        StringBuilder all = new StringBuilder();
        for (String text : texts) {
            all.append(text.length()).append(':').append(text).append('\n');
        }
        return of(all);
    }
}
