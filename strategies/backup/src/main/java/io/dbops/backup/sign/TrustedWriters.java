package io.dbops.backup.sign;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** The public keys whose signatures a reader believes. Immutable, thread-safe. */
public final class TrustedWriters {

    /** SubjectPublicKeyInfo (RFC 8410) around the 32 bytes of the point. */
    private static final byte[] X509 = HexFormat.of().parseHex("302a300506032b6570032100");

    private final Map<String, PublicKey> keys;

    private TrustedWriters(Map<String, PublicKey> keys) {
        this.keys = keys;
    }

    /** Those public keys: 32 bytes each, base64. */
    public static TrustedWriters of(Collection<String> publicKeys) {
        Map<String, PublicKey> keys = new LinkedHashMap<>();
        for (String each : publicKeys) {
            keys.put(each, publicKey(RawKey.decode("trusted writer's key " + each, each)));
        }
        return new TrustedWriters(keys);
    }

    public boolean contains(String publicKey) {
        return keys.containsKey(publicKey);
    }

    public boolean isEmpty() {
        return keys.isEmpty();
    }

    /** Whether that trusted writer signed exactly that message. */
    public boolean verify(String publicKey, byte[] message, byte[] signature) {
        PublicKey key = keys.get(publicKey);
        if (key == null) {
            return false;
        }
        try {
            Signature check = Signature.getInstance("Ed25519");
            check.initVerify(key);
            check.update(message);
            return check.verify(signature);
        } catch (SignatureException malformed) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Ed25519 could not verify", e);
        }
    }

    private static PublicKey publicKey(byte[] point) {
        byte[] encoded = new byte[X509.length + point.length];
        System.arraycopy(X509, 0, encoded, 0, X509.length);
        System.arraycopy(point, 0, encoded, X509.length, point.length);
        try {
            return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK lacks Ed25519", e);
        }
    }
}
