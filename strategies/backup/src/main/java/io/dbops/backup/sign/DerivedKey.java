package io.dbops.backup.sign;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Keys of one repository for one purpose each, made of its repository key: none tells anything of another. */
public final class DerivedKey {

    private static final String ALGORITHM = "HmacSHA256";

    private DerivedKey() {}

    /** 32 bytes: HMAC-SHA256 of the purpose and the repository's id, both as ASCII. */
    public static byte[] of(byte[] repositoryKey, String purpose, String repositoryId) {
        return hmac(repositoryKey, (purpose + repositoryId).getBytes(StandardCharsets.US_ASCII));
    }

    public static byte[] hmac(byte[] key, byte[] message) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK lacks " + ALGORITHM, e);
        }
    }
}
