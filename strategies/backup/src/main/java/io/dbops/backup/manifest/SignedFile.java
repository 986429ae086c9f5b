package io.dbops.backup.manifest;

import io.dbops.backup.sign.SigningKey;
import io.dbops.backup.sign.TrustedWriters;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import java.time.DateTimeException;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.Function;

/** One line of canonical JSON, and one line that signs it. Pure, thread-safe. */
final class SignedFile {

    private SignedFile() {}

    /** The whole file. */
    static byte[] write(byte[] json, SigningKey key) {
        byte[] body = line(json);
        byte[] signature = signature(key.publicKey(), key.sign(body));
        byte[] file = Arrays.copyOf(body, body.length + signature.length);
        System.arraycopy(signature, 0, file, body.length, signature.length);
        return file;
    }

    /**
     * Reads a file, the signature first: nothing of an untrusted one is interpreted. What is not exactly as it would have been written is an
     * {@code INTEGRITY} error.
     *
     * @param what names the file in errors
     * @param parser reads the members of the object
     * @param writer writes it again, without a line end
     */
    static <T> T read(
            String what,
            byte[] file,
            TrustedWriters trusted,
            Function<CanonicalReader, T> parser,
            Function<T, byte[]> writer) {
        byte[] body = body(what, file, trusted);
        T read;
        try (CanonicalReader in = new CanonicalReader(what, body)) {
            in.beginObject();
            read = parser.apply(in);
            in.endObject();
            in.requireEnd();
        } catch (IllegalArgumentException | DateTimeException e) {
            throw DbOpsException.of(ErrorCode.INTEGRITY, what + " is not of the documented form: " + e.getMessage())
                    .cause(e)
                    .build();
        }
        if (!Arrays.equals(line(writer.apply(read)), body)) {
            throw refused(what, "it is signed, but not in canonical form");
        }
        return read;
    }

    /** The signed line, with its line end, once its signature is proven. */
    private static byte[] body(String what, byte[] file, TrustedWriters trusted) {
        int end = indexOfLineFeed(file) + 1;
        if (end == 0 || end == file.length) {
            throw refused(what, "it is not signed: a second line with a signature is expected");
        }
        byte[] body = Arrays.copyOf(file, end);
        verify(what, body, Arrays.copyOfRange(file, end, file.length), trusted);
        return body;
    }

    private static void verify(String what, byte[] body, byte[] line, TrustedWriters trusted) {
        String writer;
        byte[] signature;
        try (CanonicalReader in = new CanonicalReader("signature of " + what, line)) {
            in.beginObject();
            String algorithm = in.string("algorithm");
            writer = in.string("writer");
            signature = Base64.getDecoder().decode(in.string("signature"));
            in.endObject();
            in.requireEnd();
            if (!algorithm.equals("Ed25519") || !Arrays.equals(signature(writer, signature), line)) {
                throw refused(what, "its signature is not of the documented form");
            }
        } catch (IllegalArgumentException e) {
            throw refused(what, "its signature is not base64");
        }
        if (!trusted.contains(writer)) {
            throw refused(what, "it is signed by a writer that is not trusted: " + clip(writer));
        }
        if (!trusted.verify(writer, body, signature)) {
            throw refused(what, "its signature is false: it was altered after writer " + clip(writer) + " signed it");
        }
    }

    private static byte[] signature(String writer, byte[] signature) {
        return line(CanonicalWriter.object(out -> out.string("algorithm", "Ed25519")
                .string("writer", writer)
                .string("signature", Base64.getEncoder().encodeToString(signature))));
    }

    private static byte[] line(byte[] text) {
        byte[] line = Arrays.copyOf(text, text.length + 1);
        line[text.length] = '\n';
        return line;
    }

    private static int indexOfLineFeed(byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private static String clip(String text) {
        return text.length() > 64 ? text.substring(0, 64) + "..." : text;
    }

    static DbOpsException refused(String what, String why) {
        return DbOpsException.of(ErrorCode.INTEGRITY, what + " is refused: " + why)
                .hint("Add the writer's public key if you trust it; otherwise use an intact copy of the repository.")
                .build();
    }
}
