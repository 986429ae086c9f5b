package io.dbops.backup.age;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Locale;

/**
 * The secret X25519 key that opens files, written {@code AGE-SECRET-KEY-1...}. An application that only writes backups
 * needs none. Immutable; the secret leaves it through {@link #encoded()} alone.
 */
public final class AgeIdentity {

    static final String PREFIX = "AGE-SECRET-KEY-";

    private final byte[] scalar;
    private final AgeRecipient recipient;

    private AgeIdentity(byte[] scalar) {
        this.scalar = scalar;
        this.recipient = new AgeRecipient(X25519.publicValue(scalar));
    }

    /** A new identity from 32 bytes of {@code random}. */
    public static AgeIdentity generate(SecureRandom random) {
        byte[] scalar = new byte[X25519.LENGTH];
        random.nextBytes(scalar);
        return new AgeIdentity(scalar);
    }

    /** The identity of that secret of 32 bytes. */
    public static AgeIdentity of(byte[] secret) {
        if (secret.length != X25519.LENGTH) {
            throw new IllegalArgumentException("age identity holds " + secret.length + " bytes, expected 32");
        }
        return new AgeIdentity(secret.clone());
    }

    /**
     * Reads an identity as {@code age-keygen} writes it: one line of 74 characters, upper case, no white space.
     *
     * @throws IllegalArgumentException if it is not one; the message never quotes the text
     */
    public static AgeIdentity parse(String text) {
        Bech32.Decoded decoded;
        try {
            decoded = Bech32.decode(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("age identity " + e.getMessage() + " (expected AGE-SECRET-KEY-1...)", e);
        }
        if (!decoded.prefix().equals(PREFIX)) {
            throw new IllegalArgumentException("age identity is of a kind that is not supported: expected"
                    + " AGE-SECRET-KEY-1 and an X25519 key in upper case; plugin and post-quantum identities are not"
                    + " read");
        }
        return of(decoded.data());
    }

    /** The public half: files encrypted to it are opened by this identity. */
    public AgeRecipient recipient() {
        return recipient;
    }

    byte[] scalar() {
        return scalar.clone();
    }

    /** The secret, in the form that {@link #parse} reads. Never log it. */
    public String encoded() {
        return Bech32.encode(PREFIX.toLowerCase(Locale.ROOT), scalar).toUpperCase(Locale.ROOT);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AgeIdentity && MessageDigest.isEqual(((AgeIdentity) other).scalar, scalar);
    }

    @Override
    public int hashCode() {
        return recipient.hashCode();
    }

    /** Names the public half only. */
    @Override
    public String toString() {
        return "AgeIdentity[recipient=" + recipient + "]";
    }
}
