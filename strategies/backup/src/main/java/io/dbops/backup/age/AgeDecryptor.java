package io.dbops.backup.age;

import io.dbops.backup.age.AgeException.Failure;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Decrypts streams with X25519 identities or a passphrase. Immutable and thread-safe.
 */
public final class AgeDecryptor {

    /** Highest work factor that is accepted from a file unless told otherwise: 2^20, 1 GiB of heap. */
    public static final int DEFAULT_MAX_LOG_N = 20;

    private static final int SHOWN_STANZAS = 5;
    private static final int SHOWN_CHARACTERS = 20;

    private final FileKeyUnwrapper unwrapper;
    private final String keys;

    private AgeDecryptor(FileKeyUnwrapper unwrapper, String keys) {
        this.unwrapper = unwrapper;
        this.keys = keys;
    }

    /**
     * Opens files that are encrypted to any of the identities.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static AgeDecryptor withIdentities(Collection<AgeIdentity> identities) {
        List<AgeIdentity> copy = List.copyOf(identities);
        if (copy.isEmpty()) {
            throw new IllegalArgumentException("age needs at least one identity to decrypt, none was given");
        }
        return new AgeDecryptor(
                X25519Wrapping.unwrapper(copy),
                copy.size() == 1 ? "the identity" : "any of " + copy.size() + " identities");
    }

    /** Opens files that are encrypted to the passphrase, up to the work factor {@link #DEFAULT_MAX_LOG_N}. */
    public static AgeDecryptor withPassphrase(Passphrase passphrase) {
        return withPassphrase(passphrase, DEFAULT_MAX_LOG_N);
    }

    /**
     * Opens files that are encrypted to the passphrase.
     *
     * @param maxLogN the base-two logarithm of the highest work factor to accept, 1 to 30: a file can ask for 2^maxLogN
     *     KiB of heap before anything about it is authenticated
     * @throws IllegalArgumentException if {@code maxLogN} is out of range
     */
    public static AgeDecryptor withPassphrase(Passphrase passphrase, int maxLogN) {
        Objects.requireNonNull(passphrase, "passphrase");
        if (maxLogN < ScryptWrapping.MIN_LOG_N || maxLogN > ScryptWrapping.MAX_LOG_N) {
            throw new IllegalArgumentException("scrypt bound 2^" + maxLogN + " is out of range: maxLogN is 1 to 30");
        }
        long maxMemory = Runtime.getRuntime().maxMemory();
        return new AgeDecryptor(ScryptWrapping.unwrapper(passphrase, maxLogN, maxMemory), "the passphrase");
    }

    /**
     * Reads and authenticates the header of one file, and returns the stream that yields the plaintext.
     *
     * <p>Every byte that it yields was authenticated, chunk by chunk; that the file is <em>complete</em> is known only
     * once it returned end of stream. A cut or altered payload, or bytes after it, end in an {@link AgeException} of
     * class {@link Failure#PAYLOAD}, on that read and on every later one. Closing it closes {@code source}. The stream
     * is not thread-safe, and reads ahead in {@code source}.
     *
     * @throws AgeException if the header is not acceptable; {@code source} is then still the caller's to close
     * @throws IOException what {@code source} threw
     */
    public InputStream decrypt(InputStream source) throws IOException {
        InputStream in = new BufferedInputStream(source);
        Header header = HeaderReader.read(in);
        byte[] fileKey = fileKey(header.stanzas());
        try {
            header.verify(fileKey);
            byte[] nonce = in.readNBytes(PayloadKey.NONCE_LENGTH);
            if (nonce.length < PayloadKey.NONCE_LENGTH) {
                throw new AgeException(
                        Failure.HEADER, "age file ends within the nonce: expected 16 bytes, found " + nonce.length);
            }
            return new PayloadInputStream(in, PayloadKey.cipher(fileKey, nonce));
        } finally {
            Arrays.fill(fileKey, (byte) 0);
        }
    }

    private byte[] fileKey(List<Stanza> stanzas) throws AgeException {
        boolean passphrase = stanzas.stream().anyMatch(stanza -> stanza.type().equals(ScryptWrapping.TYPE));
        if (passphrase && stanzas.size() > 1) {
            throw new AgeException(
                    Failure.HEADER,
                    "age header has " + stanzas.size() + " stanzas, one of them scrypt, which must stand alone");
        }
        byte[] fileKey = unwrapper.unwrap(stanzas);
        if (fileKey == null) {
            throw new AgeException(
                    Failure.NO_MATCH, "age file is not opened by " + keys + ": it is encrypted to " + shown(stanzas));
        }
        return fileKey;
    }

    private static String shown(List<Stanza> stanzas) {
        String types = stanzas.stream()
                .limit(SHOWN_STANZAS)
                .map(stanza -> stanza.type().substring(0, Math.min(stanza.type().length(), SHOWN_CHARACTERS)))
                .collect(Collectors.joining(", "));
        return stanzas.size() > SHOWN_STANZAS ? types + " and " + (stanzas.size() - SHOWN_STANZAS) + " more" : types;
    }
}
