package io.dbops.backup.stream;

import io.dbops.backup.manifest.Sha256;
import io.dbops.backup.sign.DerivedKey;
import io.dbops.backup.sign.RawKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Makes content digests of row sums: keyed for encrypted backups. Immutable, thread-safe; prints no key. */
public final class ContentDigests {

    private static final String PURPOSE = "dbops content digest v1";

    private final byte @Nullable [] key;

    private ContentDigests(byte @Nullable [] key) {
        this.key = key;
    }

    /** Without a key. */
    public static ContentDigests plain() {
        return new ContentDigests(null);
    }

    /** With a key that is the same for all backups of one repository. */
    public static ContentDigests derived(byte[] repositoryKey, String repositoryId) {
        return new ContentDigests(DerivedKey.of(repositoryKey, PURPOSE, repositoryId));
    }

    /** As contents hold it: base64, or empty for none. */
    public static ContentDigests parse(String encodedKey) {
        return encodedKey.isEmpty() ? plain() : new ContentDigests(RawKey.decode("digest key", encodedKey));
    }

    public String encodedKey() {
        return key == null ? "" : RawKey.encode(key);
    }

    /** The digest, lower-case hexadecimal. */
    public String of(long rows, RowSum sum) {
        return of(ByteBuffer.allocate(1 + Long.BYTES + RowSum.LENGTH)
                .put((byte) 1)
                .putLong(rows)
                .put(sum.toBytes())
                .array());
    }

    private String of(byte[] message) {
        return key == null ? Sha256.hex(message) : HexFormat.of().formatHex(DerivedKey.hmac(key, message));
    }

    /** The digest of a whole chunk. */
    public String of(RowTally tally) {
        return of(tally.rows(), tally.sum());
    }

    /** The digest of a chunk's text as it stands; ends the tally. */
    public String textOf(RowTally tally) {
        return of(ByteBuffer.allocate(1 + RowSum.LENGTH)
                .put((byte) 2)
                .put(tally.text())
                .array());
    }

    /** Compares without telling by its duration where they differ. */
    public static boolean same(String one, String other) {
        return MessageDigest.isEqual(
                one.getBytes(StandardCharsets.US_ASCII), other.getBytes(StandardCharsets.US_ASCII));
    }
}
