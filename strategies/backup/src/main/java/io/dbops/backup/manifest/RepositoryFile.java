package io.dbops.backup.manifest;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** The bytes of {@code repository.json}: the id that binds manifests to their repository. Pure, thread-safe. */
public final class RepositoryFile {

    /** A longer file is refused unread. */
    public static final int MAX_SIZE = 4096;

    private static final String FORMAT = "dbops-repository";
    private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");

    private RepositoryFile() {}

    public static String newId(SecureRandom random) {
        byte[] id = new byte[16];
        random.nextBytes(id);
        return HexFormat.of().formatHex(id);
    }

    public static byte[] write(String id) {
        byte[] json = CanonicalWriter.object(
                out -> out.string("format", FORMAT).number("version", 1).string("id", id));
        return (new String(json, StandardCharsets.UTF_8) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** The id; anything that {@link #write} would not have written is an {@code INTEGRITY} error. */
    public static String read(byte[] file) {
        try (CanonicalReader in = new CanonicalReader("object " + Keyspace.REPOSITORY, file)) {
            in.beginObject();
            Keyspace.requireFormat(in, FORMAT);
            String id = in.string("id");
            in.endObject();
            in.requireEnd();
            if (!ID.matcher(id).matches() || !Arrays.equals(write(id), file)) {
                throw in.malformed("an id of 32 hexadecimal digits in canonical form expected", null);
            }
            return id;
        }
    }
}
