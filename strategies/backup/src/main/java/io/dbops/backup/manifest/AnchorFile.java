package io.dbops.backup.manifest;

import io.dbops.backup.BackupLabel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The bytes of an anchor: one line of canonical JSON. Pure, thread-safe. */
public final class AnchorFile {

    /** A longer file is refused unread. */
    public static final int MAX_SIZE = 4096;

    private static final String FORMAT = "dbops-anchor";

    private AnchorFile() {}

    /**
     * The newest backup that somebody saw in a repository.
     *
     * @param repository the repository's id
     * @param manifest the SHA-256 of the manifest's whole file
     */
    public record Anchored(String repository, BackupLabel label, String manifest, long sequence) {}

    public static byte[] write(Anchored it) {
        byte[] json = CanonicalWriter.object(out -> out.string("format", FORMAT)
                .number("version", 1)
                .string("repository", it.repository())
                .string("label", it.label().value())
                .string("manifest", it.manifest())
                .number("sequence", it.sequence()));
        return (new String(json, StandardCharsets.UTF_8) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Anything that {@link #write} would not have written is an {@code INTEGRITY} error that names the file. */
    public static Anchored read(String name, byte[] file) {
        try (CanonicalReader in = new CanonicalReader(name, file)) {
            in.beginObject();
            Keyspace.requireFormat(in, FORMAT);
            String repository = in.string("repository");
            BackupLabel label = label(in, in.string("label"));
            String manifest = in.string("manifest");
            long sequence = in.number("sequence");
            in.endObject();
            in.requireEnd();
            Anchored anchored = new Anchored(repository, label, manifest, sequence);
            if (!Arrays.equals(write(anchored), file)) {
                throw in.malformed("the canonical form expected", null);
            }
            return anchored;
        }
    }

    private static BackupLabel label(CanonicalReader in, String text) {
        try {
            return BackupLabel.of(text);
        } catch (IllegalArgumentException e) {
            throw in.malformed("a label expected", e);
        }
    }
}
