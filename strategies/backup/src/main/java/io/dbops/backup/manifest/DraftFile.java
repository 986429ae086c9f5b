package io.dbops.backup.manifest;

import io.dbops.backup.BackupLabel;
import io.dbops.backup.Compression;
import io.dbops.backup.sign.SigningKey;
import io.dbops.backup.sign.TrustedWriters;
import io.dbops.spi.ObjectKey;
import java.util.Locale;

/** The bytes of a draft: one line of canonical JSON, one line that signs it. Pure, thread-safe. */
public final class DraftFile {

    /** A longer file is refused unread. */
    public static final int MAX_SIZE = ManifestFile.MAX_SIZE;

    private static final String FORMAT = "dbops-draft";

    private DraftFile() {}

    public static byte[] write(Draft draft, SigningKey key) {
        return SignedFile.write(body(draft), key);
    }

    /** Reads a file, the signature first; an {@code INTEGRITY} error names the key for all that the format refuses. */
    public static Draft read(ObjectKey key, byte[] file, TrustedWriters trusted) {
        String what = "draft " + key;
        Draft draft = SignedFile.read(what, file, trusted, DraftFile::parse, DraftFile::body);
        if (!key.value().startsWith(Keyspace.drafts(draft.label()))) {
            throw SignedFile.refused(what, "it is a draft of " + draft.label());
        }
        return draft;
    }

    private static byte[] body(Draft it) {
        return CanonicalWriter.object(out -> out.string("format", FORMAT)
                .number("version", 1)
                .string("repository", it.repository())
                .string("label", it.label().value())
                .string("databaseId", it.databaseId())
                .string("product", it.product())
                .string("strategy", it.strategy())
                .string("compression", it.compression().name().toLowerCase(Locale.ROOT))
                .strings("recipients", it.recipients())
                .object("contents", in -> in.string("key", it.contents().key().value())
                        .number("size", it.contents().size())
                        .string("sha256", it.contents().sha256()))
                .objects("objects", it.objects(), (each, object) -> each.string(
                                "key", object.key().value())
                        .number("size", object.size())
                        .string("sha256", object.sha256())));
    }

    private static Draft parse(CanonicalReader in) {
        Keyspace.requireFormat(in, FORMAT);
        String repository = in.string("repository");
        BackupLabel label = BackupLabel.of(in.string("label"));
        String databaseId = in.string("databaseId");
        String product = in.string("product");
        String strategy = in.string("strategy");
        Compression compression = Compression.valueOf(in.string("compression").toUpperCase(Locale.ROOT));
        var recipients = in.strings("recipients");
        in.name("contents").beginObject();
        StoredObject contents = object(in);
        in.endObject();
        return new Draft(
                repository,
                label,
                databaseId,
                product,
                strategy,
                compression,
                recipients,
                contents,
                in.objects("objects", () -> object(in)));
    }

    private static StoredObject object(CanonicalReader in) {
        return new StoredObject(ObjectKey.of(in.string("key")), in.number("size"), in.string("sha256"));
    }
}
