package io.dbops.backup.age;

import java.security.GeneralSecurityException;
import java.security.NoSuchProviderException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** ChaCha20-Poly1305 (RFC 7539) under one key. Holds one cipher that is re-initialised per message: not thread-safe. */
final class ChaChaPoly {

    static final int TAG_LENGTH = 16;
    static final int NONCE_LENGTH = 12;

    private static final String TRANSFORMATION = "ChaCha20-Poly1305";

    private final Cipher cipher;
    private final SecretKeySpec key;

    ChaChaPoly(byte[] key) {
        this.key = new SecretKeySpec(key, "ChaCha20");
        this.cipher = newCipher();
    }

    /** The platform's own cipher where there is one: a provider registered before it may be several times slower. */
    private static Cipher newCipher() {
        try {
            try {
                return Cipher.getInstance(TRANSFORMATION, "SunJCE");
            } catch (NoSuchProviderException otherPlatform) {
                return Cipher.getInstance(TRANSFORMATION);
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime offers no " + TRANSFORMATION, e);
        }
    }

    /** Writes ciphertext and tag to the start of {@code out}; returns how many bytes that is. */
    int seal(byte[] nonce, byte[] in, int offset, int length, byte[] out) {
        try {
            cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(nonce));
            return cipher.doFinal(in, offset, length, out, 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(TRANSFORMATION + " failed to encrypt " + length + " bytes", e);
        }
    }

    /** Writes plaintext to the start of {@code out}; returns its length, or -1 if the message is not authentic. */
    int open(byte[] nonce, byte[] in, int offset, int length, byte[] out) {
        if (length < TAG_LENGTH) {
            return -1;
        }
        try {
            cipher.init(Cipher.DECRYPT_MODE, key, new IvParameterSpec(nonce));
            return cipher.doFinal(in, offset, length, out, 0);
        } catch (AEADBadTagException notAuthentic) {
            return -1;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(TRANSFORMATION + " failed to decrypt " + length + " bytes", e);
        }
    }

    /** Encrypts the only message of a single-use key, under the nonce of zeros. */
    static byte[] sealOnce(byte[] key, byte[] plaintext) {
        byte[] out = new byte[plaintext.length + TAG_LENGTH];
        new ChaChaPoly(key).seal(new byte[NONCE_LENGTH], plaintext, 0, plaintext.length, out);
        return out;
    }

    /** The inverse of {@link #sealOnce}, or null if the key is not the right one. */
    static byte @Nullable [] openOnce(byte[] key, byte[] sealed) {
        byte[] out = new byte[sealed.length - TAG_LENGTH];
        return new ChaChaPoly(key).open(new byte[NONCE_LENGTH], sealed, 0, sealed.length, out) < 0 ? null : out;
    }
}
