package io.dbops.verification.reader;

import io.airlift.compress.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/** One backup in a directory, checked as far as the page says a reader checks. */
public final class RepositoryReader {

    private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(256);
    private static final byte[] ED25519 = HexFormat.of().parseHex("302a300506032b6570032100");

    private final Path root;
    private final Map<String, Map<String, Object>> objects = new HashMap<>();
    private final Map<String, Object> manifest;
    private final AgeFile age;

    /** Rows of one chunk, and where they belong. */
    public record Rows(String schema, String table, List<String> columns, byte[] text) {}

    /** @param identity an age identity, or an empty text if nothing is encrypted */
    public RepositoryReader(Path root, String label, Set<String> trusted, String identity)
            throws IOException, GeneralSecurityException {
        this.root = root;
        this.age = new AgeFile(identity.isEmpty() ? "AGE-SECRET-KEY-1" + "Q".repeat(58) : identity);
        Map<String, Object> repository = CanonicalJson.object(
                line(Files.readAllBytes(root.resolve("repository.json"))), "format", "version", "id");
        is(repository, "format", "dbops-repository");
        RefusedException.unless(CanonicalJson.number(repository, "version") == 1, "another version");
        this.manifest = signed(Files.readAllBytes(root.resolve("manifests/" + label + ".json")), trusted);
        is(manifest, "format", "dbops-manifest");
        RefusedException.unless(CanonicalJson.number(manifest, "version") == 1, "another version");
        is(manifest, "label", label);
        is(manifest, "repository", CanonicalJson.text(repository, "id"));
        String before = "";
        for (Object each : CanonicalJson.array(manifest, "objects")) {
            Map<String, Object> object = CanonicalJson.members(each, "key", "size", "sha256");
            String key = CanonicalJson.text(object, "key");
            RefusedException.unless(before.compareTo(key) < 0, "keys are not in order");
            before = key;
            objects.put(key, object);
        }
    }

    private static Map<String, Object> signed(byte[] file, Set<String> trusted) throws GeneralSecurityException {
        int end = new String(file, StandardCharsets.ISO_8859_1).indexOf('\n') + 1;
        RefusedException.unless(end > 0 && file[file.length - 1] == '\n', "not two lines");
        Map<String, Object> seal = CanonicalJson.object(
                Arrays.copyOfRange(file, end, file.length - 1), "algorithm", "writer", "signature");
        is(seal, "algorithm", "Ed25519");
        String writer = CanonicalJson.text(seal, "writer");
        RefusedException.unless(trusted.contains(writer), "signed by somebody else");
        byte[] raw = Base64.getDecoder().decode(writer);
        byte[] encoded = Arrays.copyOf(ED25519, ED25519.length + raw.length);
        System.arraycopy(raw, 0, encoded, ED25519.length, raw.length);
        Signature verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
        verifier.update(file, 0, end);
        RefusedException.unless(
                verifier.verify(Base64.getDecoder().decode(CanonicalJson.text(seal, "signature"))),
                "the signature is false");
        return CanonicalJson.object(
                Arrays.copyOf(file, end - 1),
                ("format version repository label type reference sequence predecessors takenAt completedAt database"
                                + " strategy consistency position compression encryption recipients digest contents"
                                + " before after commands recover objects")
                        .split(" "));
    }

    public String text(String member) {
        return CanonicalJson.text(manifest, member);
    }

    /** The statements of one of the two scripts, in order. */
    public List<String> definitions(String phase) throws IOException, GeneralSecurityException {
        byte[] script = decompressed(object(text(phase)));
        List<String> statements = new ArrayList<>();
        int[] at = {0};
        Map<String, Object> head = comment(line(script, at), "definitions", "terminator");
        String terminator = CanonicalJson.text(head, "terminator");
        if (!terminator.equals(";")) {
            RefusedException.unless(line(script, at).equals("DELIMITER " + terminator), "no DELIMITER line");
        }
        while (at[0] < script.length) {
            Map<String, Object> item = comment(line(script, at), "kind", "name", "schema", "table", "needs", "bytes");
            int bytes = Math.toIntExact(CanonicalJson.number(item, "bytes"));
            statements.add(new String(script, at[0], bytes, StandardCharsets.UTF_8));
            at[0] += bytes;
            RefusedException.unless(line(script, at).isEmpty(), "an item is longer than said");
            RefusedException.unless(line(script, at).equals(terminator), "no terminator after an item");
        }
        return statements;
    }

    private static Map<String, Object> comment(String line, String... members) {
        RefusedException.unless(line.startsWith("-- dbops "), "not a header line: " + line);
        return CanonicalJson.object(line.substring(9).getBytes(StandardCharsets.UTF_8), members);
    }

    private static String line(byte[] script, int[] at) {
        int end = at[0];
        while (script[end] != '\n') {
            end++;
        }
        String line = new String(script, at[0], end - at[0], StandardCharsets.UTF_8);
        at[0] = end + 1;
        return line;
    }

    /** All rows, each chunk counted and digested. */
    public List<Rows> rows() throws IOException, GeneralSecurityException {
        Map<String, Object> contents = CanonicalJson.object(
                line(object(text("contents"))),
                "format",
                "version",
                "label",
                "digestKey",
                "notCaptured",
                "schemas",
                "definitions",
                "tables");
        is(contents, "format", "dbops-contents");
        is(contents, "label", text("label"));
        byte[] digestKey = Base64.getDecoder().decode(CanonicalJson.text(contents, "digestKey"));
        List<Rows> all = new ArrayList<>();
        for (Object each : CanonicalJson.array(contents, "tables")) {
            Map<String, Object> table = CanonicalJson.members(
                    each, "schema", "name", "format", "columns", "order", "rows", "bytes", "digest", "chunks");
            List<String> columns = CanonicalJson.array(table, "columns").stream()
                    .map(String.class::cast)
                    .toList();
            long rows = 0;
            BigInteger sum = BigInteger.ZERO;
            for (Object one : CanonicalJson.array(table, "chunks")) {
                Map<String, Object> chunk =
                        CanonicalJson.members(one, "number", "range", "object", "rows", "bytes", "digest", "text");
                byte[] text = decompressed(object(CanonicalJson.text(chunk, "object")));
                RefusedException.unless(text.length == CanonicalJson.number(chunk, "bytes"), "bytes of a chunk");
                BigInteger chunkSum = BigInteger.ZERO;
                long chunkRows = 0;
                ByteArrayOutputStream hashes = new ByteArrayOutputStream();
                for (int from = 0, i = 0; i < text.length; i++) {
                    if (text[i] == '\n') {
                        byte[] hash = sha256(Arrays.copyOfRange(text, from, i));
                        hashes.writeBytes(hash);
                        chunkSum = chunkSum.add(new BigInteger(1, hash));
                        chunkRows++;
                        from = i + 1;
                    }
                }
                RefusedException.unless(text.length == 0 || text[text.length - 1] == '\n', "a line without an end");
                RefusedException.unless(chunkRows == CanonicalJson.number(chunk, "rows"), "rows of a chunk");
                is(chunk, "digest", digest(digestKey, contentText(chunkRows, chunkSum)));
                is(chunk, "text", digest(digestKey, concatenated(2, sha256(hashes.toByteArray()))));
                rows += chunkRows;
                sum = sum.add(chunkSum);
                all.add(new Rows(
                        CanonicalJson.text(table, "schema"), CanonicalJson.text(table, "name"), columns, text));
            }
            RefusedException.unless(rows == CanonicalJson.number(table, "rows"), "rows of a table");
            is(table, "digest", digest(digestKey, contentText(rows, sum)));
        }
        return all;
    }

    /** Without the LF that ends it. */
    private static byte[] line(byte[] file) {
        RefusedException.unless(file.length > 0 && file[file.length - 1] == '\n', "no LF at the end");
        return Arrays.copyOf(file, file.length - 1);
    }

    private static byte[] contentText(long rows, BigInteger sum) {
        byte[] magnitude = sum.mod(MODULUS).toByteArray();
        byte[] fixed = new byte[32];
        int length = Math.min(32, magnitude.length);
        System.arraycopy(magnitude, magnitude.length - length, fixed, 32 - length, length);
        return concatenated(1, ByteBuffer.allocate(40).putLong(rows).put(fixed).array());
    }

    private static byte[] concatenated(int first, byte[] rest) {
        return ByteBuffer.allocate(1 + rest.length).put((byte) first).put(rest).array();
    }

    private String digest(byte[] key, byte[] text) throws GeneralSecurityException {
        boolean keyed = text("digest").equals("hmac-sha256-rows");
        RefusedException.unless(keyed == (key.length == 32), "the digest key does not fit");
        return HexFormat.of().formatHex(keyed ? AgeFile.hmac(key, text) : sha256(text));
    }

    /** The bytes of an object as signed, decrypted. */
    private byte[] object(String key) throws IOException, GeneralSecurityException {
        Map<String, Object> listed = objects.get(key);
        RefusedException.unless(listed != null && !key.contains(".."), "not listed: " + key);
        byte[] stored = Files.readAllBytes(root.resolve(key));
        RefusedException.unless(stored.length == CanonicalJson.number(listed, "size"), "size of " + key);
        is(listed, "sha256", HexFormat.of().formatHex(sha256(stored)));
        return text("encryption").equals("age-v1") ? age.open(stored) : stored;
    }

    private byte[] decompressed(byte[] bytes) throws IOException {
        return switch (text("compression")) {
            case "zstd" -> new ZstdInputStream(new ByteArrayInputStream(bytes)).readAllBytes();
            case "gzip" -> new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes();
            default -> bytes;
        };
    }

    private static byte[] sha256(byte[] bytes) throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-256").digest(bytes);
    }

    private static void is(Map<String, Object> object, String member, String expected) {
        RefusedException.unless(
                CanonicalJson.text(object, member).equals(expected),
                member + " is " + object.get(member) + ", not " + expected);
    }
}
