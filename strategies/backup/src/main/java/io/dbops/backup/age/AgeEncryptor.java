package io.dbops.backup.age;

import java.io.IOException;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/**
 * Encrypts streams to X25519 recipients or to a passphrase. Holds no decryption key in the first case. Immutable and
 * thread-safe; each file gets its own file key, ephemeral secrets and nonce from the given source of randomness.
 */
public final class AgeEncryptor {

    /** Work factor of a passphrase unless told otherwise: 2^18, 256 MiB of heap and about a second per file. */
    public static final int DEFAULT_LOG_N = 18;

    /** Most recipients of one file; every header that is written can be read back within the reader's bound. */
    public static final int MAX_RECIPIENTS = 1000;

    private final FileKeyWrapper wrapper;
    private final SecureRandom random;

    private AgeEncryptor(FileKeyWrapper wrapper, SecureRandom random) {
        this.wrapper = wrapper;
        this.random = Objects.requireNonNull(random, "random");
    }

    /**
     * Any one of the recipients' identities will open the files.
     *
     * @throws IllegalArgumentException if there is no recipient, or more than {@link #MAX_RECIPIENTS}
     */
    public static AgeEncryptor toRecipients(Collection<AgeRecipient> recipients, SecureRandom random) {
        List<AgeRecipient> copy = List.copyOf(recipients);
        if (copy.isEmpty() || copy.size() > MAX_RECIPIENTS) {
            throw new IllegalArgumentException(
                    "age needs 1 to " + MAX_RECIPIENTS + " recipients, " + copy.size() + " were given");
        }
        return new AgeEncryptor(X25519Wrapping.wrapper(copy), random);
    }

    /** Encrypts to a passphrase with the work factor {@link #DEFAULT_LOG_N}. */
    public static AgeEncryptor toPassphrase(Passphrase passphrase, SecureRandom random) {
        return toPassphrase(passphrase, DEFAULT_LOG_N, random);
    }

    /**
     * Encrypts to a passphrase.
     *
     * @param logN the base-two logarithm of scrypt's work factor, 1 to 30; each file costs 2^logN KiB of heap to write
     *     and to open
     * @throws IllegalArgumentException if {@code logN} is out of range, or needs more heap than this JVM may use
     */
    public static AgeEncryptor toPassphrase(Passphrase passphrase, int logN, SecureRandom random) {
        Objects.requireNonNull(passphrase, "passphrase");
        if (logN < ScryptWrapping.MIN_LOG_N || logN > ScryptWrapping.MAX_LOG_N) {
            throw new IllegalArgumentException("scrypt work factor 2^" + logN + " is out of range: logN is 1 to 30");
        }
        long available = Runtime.getRuntime().maxMemory();
        if (ScryptWrapping.memory(logN) > available) {
            throw new IllegalArgumentException("scrypt work factor 2^" + logN + " needs " + ScryptWrapping.memory(logN)
                    + " bytes of heap, the JVM may use " + available);
        }
        return new AgeEncryptor(ScryptWrapping.wrapper(passphrase, logN), random);
    }

    /**
     * Starts one file: writes the header to {@code sink} and returns the stream that takes the plaintext.
     *
     * <p>Closing it completes the file and closes {@code sink}. After a failed write it only closes {@code sink}: the
     * file stays visibly cut. A caller that fails <em>between</em> writes must discard what it wrote, for a close then
     * completes a well-formed file of too little plaintext. {@code flush} cannot push out a chunk that is not full. The
     * stream is not thread-safe.
     *
     * @throws IOException what {@code sink} threw; {@code sink} is then still the caller's to close
     */
    public OutputStream encrypt(OutputStream sink) throws IOException {
        byte[] fileKey = new byte[Header.FILE_KEY_LENGTH];
        byte[] nonce = new byte[PayloadKey.NONCE_LENGTH];
        random.nextBytes(fileKey);
        try {
            byte[] header = Header.encode(wrapper.wrap(fileKey, random), fileKey);
            random.nextBytes(nonce);
            ChaChaPoly cipher = PayloadKey.cipher(fileKey, nonce);
            sink.write(header);
            sink.write(nonce);
            return new PayloadOutputStream(sink, cipher);
        } finally {
            Arrays.fill(fileKey, (byte) 0);
        }
    }
}
