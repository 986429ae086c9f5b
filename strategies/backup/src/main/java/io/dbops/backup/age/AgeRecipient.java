package io.dbops.backup.age;

import java.security.InvalidKeyException;
import java.util.Arrays;

/**
 * The public X25519 key that a file is encrypted to, written {@code age1...}. It is no secret: whoever holds it can
 * write backups and cannot read one. Immutable.
 */
public final class AgeRecipient {

    private static final String PREFIX = "age";

    private final byte[] point;

    AgeRecipient(byte[] point) {
        this.point = point;
    }

    /**
     * Reads a recipient as {@code age-keygen} prints it: 62 characters, lower case, no white space.
     *
     * @throws IllegalArgumentException if it is not one, or its point has a low order. The message does not quote the
     *     text, which could be an identity put in the wrong place.
     */
    public static AgeRecipient parse(String text) {
        if (text.regionMatches(true, 0, AgeIdentity.PREFIX, 0, AgeIdentity.PREFIX.length())) {
            throw new IllegalArgumentException(
                    "age recipient expected (age1...), but this is an identity, the secret half of a key pair");
        }
        Bech32.Decoded decoded;
        try {
            decoded = Bech32.decode(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("age recipient " + e.getMessage() + " (expected age1...)", e);
        }
        if (!decoded.prefix().equals(PREFIX)) {
            throw new IllegalArgumentException("age recipient is of a kind that is not supported: expected age1 and an"
                    + " X25519 key in lower case; plugin, tagged and post-quantum recipients are not read");
        }
        if (decoded.data().length != X25519.LENGTH) {
            throw new IllegalArgumentException("age recipient holds " + decoded.data().length + " bytes, expected 32");
        }
        return new AgeRecipient(rejectLowOrder(decoded.data()));
    }

    private static byte[] rejectLowOrder(byte[] point) {
        byte[] anyScalar = new byte[X25519.LENGTH];
        Arrays.fill(anyScalar, (byte) 0x55);
        try {
            // Every clamped scalar is a multiple of the cofactor, so any of them maps a point of low order to zero.
            X25519.agree(anyScalar, point);
            return point;
        } catch (InvalidKeyException e) {
            throw new IllegalArgumentException("age recipient is a point of low order: nobody holds its identity", e);
        }
    }

    byte[] point() {
        return point.clone();
    }

    /** The form that {@link #parse} reads. */
    public String encoded() {
        return Bech32.encode(PREFIX, point);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AgeRecipient && Arrays.equals(((AgeRecipient) other).point, point);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(point);
    }

    /** The same as {@link #encoded()}. */
    @Override
    public String toString() {
        return encoded();
    }
}
