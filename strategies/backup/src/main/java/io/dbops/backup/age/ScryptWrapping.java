package io.dbops.backup.age;

import io.dbops.backup.age.AgeException.Failure;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.SCrypt;

/** The recipient type scrypt: the file key wrapped with a passphrase, alone in its header. */
final class ScryptWrapping {

    static final String TYPE = "scrypt";
    static final int MIN_LOG_N = 1;
    static final int MAX_LOG_N = 30;

    private static final byte[] LABEL = "age-encryption.org/v1/scrypt".getBytes(StandardCharsets.US_ASCII);
    private static final int SALT_LENGTH = 16;
    private static final int BLOCK_SIZE = 8;
    private static final Pattern DECIMAL = Pattern.compile("[1-9][0-9]*");

    private ScryptWrapping() {}

    static FileKeyWrapper wrapper(Passphrase passphrase, int logN) {
        return (fileKey, random) -> {
            byte[] salt = new byte[SALT_LENGTH];
            random.nextBytes(salt);
            byte[] body = ChaChaPoly.sealOnce(wrapKey(passphrase, salt, logN), fileKey);
            return List.of(new Stanza(TYPE, List.of(CanonicalBase64.encode(salt), Integer.toString(logN)), body));
        };
    }

    static FileKeyUnwrapper unwrapper(Passphrase passphrase, int maxLogN, long maxMemory) {
        return stanzas -> {
            if (stanzas.size() != 1 || !stanzas.get(0).type().equals(TYPE)) {
                return null;
            }
            Stanza stanza = stanzas.get(0);
            byte[] salt = stanza.arguments().size() == 2
                    ? CanonicalBase64.decode(stanza.arguments().get(0), SALT_LENGTH)
                    : null;
            if (salt == null || stanza.body().length != X25519Wrapping.BODY_LENGTH) {
                throw new AgeException(
                        Failure.HEADER,
                        "age header, stanza 1 (scrypt): expected a salt of 16 bytes, a work factor, and a body of "
                                + X25519Wrapping.BODY_LENGTH + " bytes, not " + stanza.body().length);
            }
            int logN = workFactor(stanza.arguments().get(1), maxLogN, maxMemory);
            return ChaChaPoly.openOnce(wrapKey(passphrase, salt, logN), stanza.body());
        };
    }

    private static int workFactor(String text, int maxLogN, long maxMemory) throws AgeException {
        if (!DECIMAL.matcher(text).matches()) {
            throw new AgeException(
                    Failure.HEADER,
                    "age header, stanza 1 (scrypt): the work factor is not a decimal number without leading zeros");
        }
        // The number is the sender's: its length is judged before its value, so that it cannot overflow.
        int logN = text.length() > 2 ? Integer.MAX_VALUE : Integer.parseInt(text);
        if (logN > maxLogN) {
            throw new AgeException(
                    Failure.UNSUPPORTED,
                    "age header, stanza 1 (scrypt): the work factor is above the accepted bound of 2^" + maxLogN);
        }
        if (memory(logN) > maxMemory) {
            throw new AgeException(
                    Failure.UNSUPPORTED,
                    "age header, stanza 1 (scrypt): work factor 2^" + logN + " needs " + memory(logN)
                            + " bytes of heap, the JVM may use " + maxMemory);
        }
        return logN;
    }

    /** Bytes of heap that one derivation holds: RFC 7914, section 2. */
    static long memory(int logN) {
        return 128L * BLOCK_SIZE << logN;
    }

    private static byte[] wrapKey(Passphrase passphrase, byte[] salt, int logN) {
        byte[] labelled = new byte[LABEL.length + salt.length];
        System.arraycopy(LABEL, 0, labelled, 0, LABEL.length);
        System.arraycopy(salt, 0, labelled, LABEL.length, salt.length);
        byte[] secret = passphrase.utf8();
        try {
            return SCrypt.generate(secret, labelled, 1 << logN, BLOCK_SIZE, 1, Hkdf.LENGTH);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }
}
