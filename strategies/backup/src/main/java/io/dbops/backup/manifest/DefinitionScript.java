package io.dbops.backup.manifest;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.snapshot.SchemaItem;
import io.dbops.spi.snapshot.SchemaItem.Place;
import io.dbops.value.QualifiedName;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The scripts of definitions: for us a sequence of items with their lengths, for a database's own client an SQL script. Pure,
 * thread-safe.
 */
public final class DefinitionScript {

    static final int MAX_HEADER = 1024 * 1024;
    static final int MAX_ITEM = 64 * 1024 * 1024;

    /** A larger script, as stored, is refused by writer and reader. */
    public static final int MAX_STORED = 256 * 1024 * 1024;

    private static final String MARK = "-- dbops ";

    private DefinitionScript() {}

    /**
     * Writes a script and leaves the stream open.
     *
     * @param delimited whether the client needs {@code DELIMITER}, because items hold semicolons of their own
     */
    public static void write(List<SchemaItem> items, boolean delimited, OutputStream out) throws IOException {
        String terminator = delimited ? delimiter(items) : ";";
        header(out, CanonicalWriter.object(in -> in.number("definitions", 1).string("terminator", terminator)));
        if (delimited) {
            out.write(utf8("DELIMITER " + terminator + "\n"));
        }
        byte[] end = utf8("\n" + terminator + "\n");
        for (SchemaItem item : items) {
            byte[] sql = encode(item);
            byte[] head = head(item, sql.length);
            if (sql.length > MAX_ITEM || head.length > MAX_HEADER - MARK.length()) {
                throw DbOpsException.of(
                                ErrorCode.BACKUP_FAILED,
                                "the definition of " + item.kind() + " " + item.name() + " has " + sql.length
                                        + " bytes, at most " + MAX_ITEM + " are supported")
                        .build();
            }
            header(out, head);
            out.write(sql);
            out.write(end);
        }
    }

    /**
     * Reads a script, an item at a time; the caller closes the stream.
     *
     * @param object names it in errors
     * @param items how many there must be
     */
    public static void read(String object, InputStream source, SchemaItem.Phase phase, int items, Consumer consumer)
            throws IOException {
        new Reader(object, new BufferedInputStream(source)).readAll(phase, items, consumer);
    }

    private static byte[] head(SchemaItem item, long bytes) {
        Place place = item.place();
        List<String> table = place.table()
                .map(named -> List.of(named.schema(), named.name()))
                .orElse(List.of());
        return CanonicalWriter.object(in -> in.string("kind", item.kind())
                .string("name", item.name())
                .string("schema", place.schema())
                .strings("table", table)
                .strings("needs", place.needs().stream().sorted().toList())
                .number("bytes", bytes));
    }

    private static String delimiter(List<SchemaItem> items) {
        for (int i = 0; ; i++) {
            String candidate = "//" + (i == 0 ? "" : i + "//");
            if (items.stream().noneMatch(item -> item.sql().contains(candidate))) {
                return candidate;
            }
        }
    }

    private static void header(OutputStream out, byte[] json) throws IOException {
        out.write(utf8(MARK));
        out.write(json);
        out.write('\n');
    }

    private static byte[] encode(SchemaItem item) {
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(item.sql()));
            return Arrays.copyOf(encoded.array(), encoded.limit());
        } catch (CharacterCodingException e) {
            throw DbOpsException.of(
                            ErrorCode.BACKUP_FAILED,
                            "the definition of " + item.kind() + " " + item.name() + " has no UTF-8 form")
                    .cause(e)
                    .build();
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Takes one item. */
    @FunctionalInterface
    public interface Consumer {
        void accept(SchemaItem item) throws IOException;
    }

    /** Never looks for a terminator: it takes the announced bytes and requires one after them. */
    private static final class Reader {
        private final String object;
        private final InputStream in;
        private byte[] terminator = new byte[0];

        Reader(String object, InputStream in) {
            this.object = object;
            this.in = in;
        }

        void readAll(SchemaItem.Phase phase, int items, Consumer consumer) throws IOException {
            begin();
            for (int i = 0; i < items; i++) {
                consumer.accept(item(phase));
            }
            if (in.read() >= 0) {
                throw malformed("more than " + items + " items");
            }
        }

        private void begin() throws IOException {
            try (CanonicalReader json = header()) {
                json.beginObject();
                if (json.number("definitions") != 1) {
                    throw malformed("another version of definitions than 1");
                }
                String text = json.string("terminator");
                json.endObject();
                json.requireEnd();
                terminator = utf8("\n" + text + "\n");
                if (!text.equals(";")) {
                    require(utf8("DELIMITER " + text + "\n"), "the DELIMITER line");
                }
            }
        }

        private SchemaItem item(SchemaItem.Phase phase) throws IOException {
            try (CanonicalReader json = header()) {
                json.beginObject();
                String kind = json.string("kind");
                String name = json.string("name");
                Place place = place(json);
                long length = json.number("bytes");
                json.endObject();
                json.requireEnd();
                if (length > MAX_ITEM) {
                    throw malformed("an item of " + length + " bytes");
                }
                byte[] sql = in.readNBytes((int) length);
                if (sql.length != length) {
                    throw malformed("it ends within " + kind + " " + name);
                }
                require(terminator, "a terminator after " + kind + " " + name);
                return new SchemaItem(phase, kind, name, decode(sql), place);
            }
        }

        private Place place(CanonicalReader json) {
            String schema = json.string("schema");
            List<String> table = json.strings("table");
            List<String> needs = json.strings("needs");
            if (!table.isEmpty() && table.size() != 2
                    || !List.copyOf(new TreeSet<>(needs)).equals(needs)) {
                throw malformed("an item of no place");
            }
            return new Place(
                    schema,
                    table.isEmpty() ? Optional.empty() : Optional.of(new QualifiedName(table.get(0), table.get(1))),
                    Set.copyOf(needs));
        }

        private CanonicalReader header() throws IOException {
            require(utf8(MARK), "an item's header");
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int next = in.read(); next != '\n'; next = in.read()) {
                if (next < 0 || line.size() == MAX_HEADER) {
                    throw malformed("a header that does not end");
                }
                line.write(next);
            }
            return new CanonicalReader("object " + object, line.toByteArray());
        }

        private void require(byte[] expected, String what) throws IOException {
            if (!Arrays.equals(in.readNBytes(expected.length), expected)) {
                throw malformed("missing: " + what);
            }
        }

        private String decode(byte[] sql) {
            try {
                return StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(sql))
                        .toString();
            } catch (CharacterCodingException e) {
                throw malformed("an item that is not UTF-8");
            }
        }

        private DbOpsException malformed(String what) {
            return DbOpsException.of(ErrorCode.INTEGRITY, "object " + object + " is no script of definitions: " + what)
                    .build();
        }
    }
}
