package io.dbops.backup.manifest;

import io.dbops.backup.BackupLabel;
import io.dbops.backup.sign.SigningKey;
import io.dbops.backup.sign.TrustedWriters;
import io.dbops.spi.ObjectKey;
import java.time.Instant;

/** The bytes of a removal: one line of canonical JSON, one line that signs it. Pure, thread-safe. */
public final class RemovalFile {

    /** A longer file is refused unread. */
    public static final int MAX_SIZE = 64 * 1024;

    private static final String FORMAT = "dbops-removal";

    private RemovalFile() {}

    public static byte[] write(Removal removal, SigningKey key) {
        return SignedFile.write(body(removal), key);
    }

    /** Reads a file, the signature first; an {@code INTEGRITY} error names the key for all that the format refuses. */
    public static Removal read(ObjectKey key, byte[] file, TrustedWriters trusted) {
        String what = "removal " + key;
        Removal removal = SignedFile.read(what, file, trusted, RemovalFile::parse, RemovalFile::body);
        if (!Keyspace.removal(removal.label()).equals(key)) {
            throw SignedFile.refused(what, "it is the removal of " + removal.label());
        }
        return removal;
    }

    private static byte[] body(Removal it) {
        return CanonicalWriter.object(out -> out.string("format", FORMAT)
                .number("version", 1)
                .string("repository", it.repository())
                .string("label", it.label().value())
                .string("manifest", it.manifest())
                .number("sequence", it.sequence())
                .string("at", it.at().toString())
                .string("reason", it.reason()));
    }

    private static Removal parse(CanonicalReader in) {
        Keyspace.requireFormat(in, FORMAT);
        return new Removal(
                in.string("repository"),
                BackupLabel.of(in.string("label")),
                in.string("manifest"),
                in.number("sequence"),
                Instant.parse(in.string("at")),
                in.string("reason"));
    }
}
