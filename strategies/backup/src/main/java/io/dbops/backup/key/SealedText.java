package io.dbops.backup.key;

import io.dbops.backup.age.AgeDecryptor;
import io.dbops.backup.age.AgeEncryptor;
import io.dbops.backup.age.AgeException;
import io.dbops.backup.age.Passphrase;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The text of a key file that is encrypted to a passphrase, as {@code age -p} encrypts a file. To open one takes a second and 256 MiB, so
 * the last one that was opened is kept for as long as the file does not change. Thread-safe.
 */
final class SealedText {

    private static final byte[] MAGIC = "age-encryption.org/v1\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ARMOR = "-----BEGIN AGE ENCRYPTED FILE-----".getBytes(StandardCharsets.US_ASCII);

    private final Supplier<char[]> passphrase;
    private byte @Nullable [] sealed;
    private byte @Nullable [] opened;

    SealedText(Supplier<char[]> passphrase) {
        this.passphrase = passphrase;
    }

    static boolean isSealed(byte[] file) {
        return startsWith(file, MAGIC) || startsWith(file, ARMOR);
    }

    private static boolean startsWith(byte[] file, byte[] beginning) {
        return file.length >= beginning.length
                && Arrays.equals(file, 0, beginning.length, beginning, 0, beginning.length);
    }

    byte[] seal(byte[] text, SecureRandom random) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Passphrase asked = asked("the new key file");
        try (OutputStream sealing = AgeEncryptor.toPassphrase(asked, random).encrypt(out)) {
            sealing.write(text);
        } catch (IllegalArgumentException e) {
            throw refused("the new key file cannot be encrypted: " + e.getMessage(), "Give the JVM more heap.", e);
        }
        return out.toByteArray();
    }

    /** @param what the file, for people */
    synchronized byte[] open(byte[] file, String what) throws IOException {
        byte[] known = opened;
        if (known != null && Arrays.equals(file, sealed)) {
            return known;
        }
        if (startsWith(file, ARMOR)) {
            throw refused(what + " is armored, which is not supported", "Encrypt it without age's -a.", null);
        }
        if (!isSealed(file)) {
            throw refused(
                    what + " is not encrypted to a passphrase",
                    "Encrypt it with age -p, or open it without a passphrase.",
                    null);
        }
        byte[] text;
        try (InputStream opening = AgeDecryptor.withPassphrase(asked(what)).decrypt(new ByteArrayInputStream(file))) {
            text = opening.readAllBytes();
        } catch (AgeException e) {
            throw refused(
                    what + " is not opened by the passphrase: " + e.getMessage(), "Look at where it comes from.", e);
        }
        sealed = file;
        opened = text;
        return text;
    }

    private Passphrase asked(String what) {
        char[] characters = passphrase.get();
        try {
            return Passphrase.of(characters);
        } catch (IllegalArgumentException e) {
            throw refused("the passphrase for " + what + " cannot be used: " + e.getMessage(), "Give another.", e);
        } finally {
            Arrays.fill(characters, ' ');
        }
    }

    static DbOpsException refused(String what, String hint, @Nullable Exception cause) {
        return DbOpsException.of(ErrorCode.KEY, what).hint(hint).cause(cause).build();
    }
}
