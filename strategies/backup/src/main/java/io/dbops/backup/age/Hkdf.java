package io.dbops.backup.age;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HKDF-SHA-256 (RFC 5869) with an output of 32 bytes, which is one block of the expansion. */
final class Hkdf {

    static final int LENGTH = 32;

    private Hkdf() {}

    static byte[] derive(byte[] inputKey, byte[] salt, String info) {
        // RFC 5869, 2.2: no salt means a string of zeros as long as the hash.
        byte[] pseudoRandomKey = hmac(salt.length == 0 ? new byte[LENGTH] : salt, inputKey);
        byte[] label = info.getBytes(StandardCharsets.US_ASCII);
        byte[] block = new byte[label.length + 1];
        System.arraycopy(label, 0, block, 0, label.length);
        block[label.length] = 1;
        return hmac(pseudoRandomKey, block);
    }

    static byte[] hmac(byte[] key, byte[] data) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(data);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HmacSHA256, which every Java platform must offer, failed", e);
        }
    }
}
