package io.dbops.backup.manifest;

import io.dbops.backup.BackupLabel;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.ObjectKey;
import io.dbops.value.QualifiedName;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** The bytes of {@code contents.json}. Pure, thread-safe. */
public final class ContentsFile {

    /** Longer contents are refused. */
    public static final int MAX_SIZE = 1 << 30;

    private static final String FORMAT = "dbops-contents";

    private ContentsFile() {}

    public static byte[] write(BackupContents contents) {
        byte[] json = CanonicalWriter.object(out -> {
            out.string("format", FORMAT).number("version", 1);
            out.string("label", contents.label().value()).string("digestKey", contents.digestKey());
            out.strings("notCaptured", contents.notCaptured()).strings("schemas", contents.schemas());
            out.object("definitions", in -> in.number("before", contents.beforeItems())
                    .number("after", contents.afterItems()));
            out.objects("tables", contents.tables(), ContentsFile::table);
        });
        byte[] file = Arrays.copyOf(json, json.length + 1);
        file[json.length] = '\n';
        return file;
    }

    private static void table(CanonicalWriter out, TableContents table) throws IOException {
        out.string("schema", table.name().schema()).string("name", table.name().name());
        out.string("format", table.format()).strings("columns", table.columns());
        out.string("order", table.order());
        out.number("rows", table.rows()).number("bytes", table.bytes()).string("digest", table.digest());
        out.objects("chunks", table.chunks(), (in, chunk) -> in.number("number", chunk.number())
                .string("range", chunk.range())
                .string("object", chunk.object().value())
                .number("rows", chunk.rows())
                .number("bytes", chunk.bytes())
                .string("digest", chunk.digest())
                .string("text", chunk.text()));
    }

    /**
     * Reads contents.
     *
     * @param key names them in errors
     * @param label the backup they must belong to
     */
    public static BackupContents read(ObjectKey key, byte[] file, BackupLabel label) {
        try (CanonicalReader in = new CanonicalReader("object " + key, file)) {
            in.beginObject();
            Keyspace.requireFormat(in, FORMAT);
            BackupLabel found = BackupLabel.of(in.string("label"));
            String digestKey = in.string("digestKey");
            List<String> notCaptured = in.strings("notCaptured");
            List<String> schemas = in.strings("schemas");
            in.name("definitions").beginObject();
            int before = in.count("before");
            int after = in.count("after");
            in.endObject();
            List<TableContents> tables = in.objects("tables", () -> table(in));
            in.endObject();
            in.requireEnd();
            BackupContents contents = new BackupContents(found, digestKey, notCaptured, schemas, before, after, tables);
            if (!found.equals(label) || !Arrays.equals(write(contents), file)) {
                throw in.malformed("canonical contents of " + label + " expected, found those of " + found, null);
            }
            return contents;
        } catch (IllegalArgumentException e) {
            throw DbOpsException.of(
                            ErrorCode.INTEGRITY, "object " + key + " is not of the documented form: " + e.getMessage())
                    .cause(e)
                    .build();
        }
    }

    private static TableContents table(CanonicalReader in) {
        QualifiedName name = new QualifiedName(in.string("schema"), in.string("name"));
        String format = in.string("format");
        List<String> columns = in.strings("columns");
        String order = in.string("order");
        // Both are sums over the chunks: the comparison with the canonical form checks them.
        in.number("rows");
        in.number("bytes");
        String digest = in.string("digest");
        List<ChunkContents> chunks = in.objects(
                "chunks",
                () -> new ChunkContents(
                        in.count("number"),
                        in.string("range"),
                        ObjectKey.of(in.string("object")),
                        in.number("rows"),
                        in.number("bytes"),
                        in.string("digest"),
                        in.string("text")));
        for (int i = 0; i < chunks.size(); i++) {
            if (chunks.get(i).number() != i) {
                throw in.malformed("table " + name + " lacks chunk " + i, null);
            }
        }
        if (chunks.isEmpty()) {
            throw in.malformed("table " + name + " has no chunk", null);
        }
        return new TableContents(name, format, columns, order, digest, chunks);
    }
}
