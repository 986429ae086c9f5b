package io.dbops.backup.age;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import javax.crypto.KeyAgreement;

/** The function X25519 of RFC 7748, section 5, over 32-byte strings. */
final class X25519 {

    static final int LENGTH = 32;

    private X25519() {}

    /** The public value of a secret scalar. */
    static byte[] publicValue(byte[] scalar) {
        byte[] basePoint = new byte[LENGTH];
        basePoint[0] = 9;
        try {
            return agree(scalar, basePoint);
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("X25519 refused its own base point", e);
        }
    }

    /** @throws InvalidKeyException if the point has a low order, so that the shared secret would be all zeros */
    static byte[] agree(byte[] scalar, byte[] point) throws InvalidKeyException {
        byte[] shared = multiply(scalar, point);
        // The JDK's own provider refuses such points by itself; the format demands it whichever provider answers.
        int anyBit = 0;
        for (byte value : shared) {
            anyBit |= value;
        }
        if (anyBit == 0) {
            throw new InvalidKeyException("the shared secret is zero");
        }
        return shared;
    }

    private static byte[] multiply(byte[] scalar, byte[] point) throws InvalidKeyException {
        try {
            KeyFactory keys = KeyFactory.getInstance("X25519");
            KeyAgreement agreement = KeyAgreement.getInstance("X25519");
            agreement.init(keys.generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, scalar)));
            agreement.doPhase(
                    keys.generatePublic(new XECPublicKeySpec(NamedParameterSpec.X25519, coordinate(point))), true);
            return agreement.generateSecret();
        } catch (InvalidKeyException lowOrder) {
            throw lowOrder;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "this Java runtime offers no X25519: a trimmed runtime needs the module jdk.crypto.ec", e);
        }
    }

    /** Little-endian, the topmost bit ignored, as RFC 7748 demands of receivers. */
    private static BigInteger coordinate(byte[] point) {
        byte[] bigEndian = new byte[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            bigEndian[i] = point[LENGTH - 1 - i];
        }
        bigEndian[0] &= 0x7f;
        return new BigInteger(1, bigEndian);
    }
}
