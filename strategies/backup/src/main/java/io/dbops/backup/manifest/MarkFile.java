package io.dbops.backup.manifest;

import io.dbops.backup.BackupLabel;
import io.dbops.backup.sign.SigningKey;
import io.dbops.backup.sign.TrustedWriters;
import io.dbops.spi.ObjectKey;
import java.time.Instant;
import java.util.Locale;

/** The bytes of a mark: one line of canonical JSON, one line that signs it. Pure, thread-safe. */
public final class MarkFile {

    /** A longer file is refused unread. */
    public static final int MAX_SIZE = 64 * 1024;

    private static final String FORMAT = "dbops-mark";

    private MarkFile() {}

    public static byte[] write(Mark mark, SigningKey key) {
        return SignedFile.write(body(mark), key);
    }

    /** Reads a file, the signature first; an {@code INTEGRITY} error names the key for all that the format refuses. */
    public static Mark read(ObjectKey key, byte[] file, TrustedWriters trusted) {
        String what = "mark " + key;
        Mark mark = SignedFile.read(what, file, trusted, MarkFile::parse, MarkFile::body);
        if (!key.value().startsWith(Keyspace.marks(mark.label()))) {
            throw SignedFile.refused(what, "it is a mark of " + mark.label());
        }
        return mark;
    }

    private static byte[] body(Mark it) {
        return CanonicalWriter.object(out -> out.string("format", FORMAT)
                .number("version", 1)
                .string("repository", it.repository())
                .string("label", it.label().value())
                .string("manifest", it.manifest())
                .string("kind", it.kind().name().toLowerCase(Locale.ROOT))
                .string("at", it.at().toString())
                .string("text", it.text()));
    }

    private static Mark parse(CanonicalReader in) {
        Keyspace.requireFormat(in, FORMAT);
        return new Mark(
                in.string("repository"),
                BackupLabel.of(in.string("label")),
                in.string("manifest"),
                Mark.Kind.valueOf(in.string("kind").toUpperCase(Locale.ROOT)),
                Instant.parse(in.string("at")),
                in.string("text"));
    }
}
