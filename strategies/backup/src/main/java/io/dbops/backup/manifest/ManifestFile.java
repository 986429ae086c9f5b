package io.dbops.backup.manifest;

import io.dbops.backup.BackupLabel;
import io.dbops.backup.BackupType;
import io.dbops.backup.Compression;
import io.dbops.backup.manifest.BackupManifest.FixedObjects;
import io.dbops.backup.sign.SigningKey;
import io.dbops.backup.sign.TrustedWriters;
import io.dbops.error.DbOpsException;
import io.dbops.spi.ObjectKey;
import io.dbops.spi.sql.DatabaseIdentity;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** The bytes of a manifest file: one line of canonical JSON, one line that signs it. Pure, thread-safe. */
public final class ManifestFile {

    /** A longer file is refused unread. */
    public static final int MAX_SIZE = 256 * 1024 * 1024;

    private static final String FORMAT = "dbops-manifest";
    private static final String AGE = "age-v1";
    private static final String NONE = "none";

    private ManifestFile() {}

    /** The whole file. */
    public static byte[] write(BackupManifest manifest, SigningKey key) {
        return SignedFile.write(body(manifest), key);
    }

    /**
     * Reads a file, the signature first: nothing of an untrusted manifest is interpreted.
     *
     * @param key where it was found; names it in errors and must fit its label
     * @throws DbOpsException {@code INTEGRITY}, naming the key, for all that the format refuses
     */
    public static BackupManifest read(ObjectKey key, byte[] file, TrustedWriters trusted) {
        String what = "manifest " + key;
        BackupManifest manifest = SignedFile.read(what, file, trusted, ManifestFile::parse, ManifestFile::body);
        if (!Keyspace.manifest(manifest.label()).equals(key)) {
            throw SignedFile.refused(what, "it is the manifest of " + manifest.label());
        }
        return manifest;
    }

    private static byte[] body(BackupManifest it) {
        return CanonicalWriter.object(out -> {
            out.string("format", FORMAT).number("version", 1).string("repository", it.repository());
            out.string("label", it.label().value()).string("type", it.type().name());
            out.string("reference", it.reference().map(BackupLabel::value).orElse(""));
            out.number("sequence", it.sequence());
            out.objects("predecessors", it.predecessors(), (each, predecessor) -> each.string(
                            "label", predecessor.label().value())
                    .string("sha256", predecessor.sha256()));
            out.string("takenAt", it.takenAt().toString());
            out.string("completedAt", it.completedAt().toString());
            DatabaseIdentity database = it.database();
            out.object("database", in -> in.string("product", database.product())
                    .string("version", database.version())
                    .number("major", database.majorVersion())
                    .number("minor", database.minorVersion())
                    .string("id", it.databaseId()));
            out.string("strategy", it.strategy()).string("consistency", it.consistency());
            out.string("position", it.position());
            out.string("compression", it.compression().name().toLowerCase(Locale.ROOT));
            out.string("encryption", it.encrypted() ? AGE : NONE).strings("recipients", it.recipients());
            out.string("digest", digestName(it.encrypted()));
            objects(out, it);
        });
    }

    private static void objects(CanonicalWriter out, BackupManifest it) throws IOException {
        FixedObjects fixed = it.fixed();
        out.string("contents", fixed.contents().value())
                .string("before", fixed.before().value())
                .string("after", fixed.after().value())
                .string("commands", fixed.commands().value())
                .string("recover", fixed.recover().value());
        out.objects("objects", it.objects(), (each, object) -> each.string(
                        "key", object.key().value())
                .number("size", object.size())
                .string("sha256", object.sha256()));
    }

    private static BackupManifest parse(CanonicalReader in) {
        Keyspace.requireFormat(in, FORMAT);
        BackupManifest.Builder manifest = new BackupManifest.Builder();
        manifest.repository(in.string("repository"));
        manifest.label(BackupLabel.of(in.string("label")), BackupType.valueOf(in.string("type")));
        String reference = in.string("reference");
        manifest.comparedWith(reference.isEmpty() ? null : BackupLabel.of(reference));
        manifest.follows(
                in.number("sequence"),
                in.objects(
                        "predecessors",
                        () -> new Predecessor(BackupLabel.of(in.string("label")), in.string("sha256"))));
        manifest.times(Instant.parse(in.string("takenAt")), Instant.parse(in.string("completedAt")));
        in.name("database").beginObject();
        DatabaseIdentity database =
                new DatabaseIdentity(in.string("product"), in.string("version"), in.count("major"), in.count("minor"));
        manifest.databaseId(in.string("id"));
        in.endObject();
        manifest.source(database, in.string("strategy"), in.string("consistency"), in.string("position"));
        Compression compression = Compression.valueOf(in.string("compression").toUpperCase(Locale.ROOT));
        String encryption = in.string("encryption");
        List<String> recipients = in.strings("recipients");
        boolean encrypted = encryption.equals(AGE);
        String digest = in.string("digest");
        if (!(encrypted || encryption.equals(NONE))
                || encrypted == recipients.isEmpty()
                || !digest.equals(digestName(encrypted))) {
            throw in.malformed("encryption, recipients and digest do not fit together", null);
        }
        manifest.coding(compression, recipients);
        manifest.objects(
                new FixedObjects(
                        key(in, "contents"),
                        key(in, "before"),
                        key(in, "after"),
                        key(in, "commands"),
                        key(in, "recover")),
                in.objects("objects", () -> new StoredObject(key(in, "key"), in.number("size"), in.string("sha256"))));
        return manifest.build();
    }

    private static ObjectKey key(CanonicalReader in, String name) {
        return ObjectKey.of(in.string(name));
    }

    private static String digestName(boolean encrypted) {
        return encrypted ? "hmac-sha256-rows" : "sha256-rows";
    }
}
