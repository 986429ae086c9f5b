package io.dbops.backup.sign;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import java.util.Base64;

/** Keys as applications hold them: 32 bytes in base64, in the one spelling that has no slack bits. */
public final class RawKey {

    public static final int LENGTH = 32;

    private RawKey() {}

    /**
     * The bytes of a key.
     *
     * @param what names the key in the error, which never shows the text
     */
    public static byte[] decode(String what, String base64) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            // The cause's message could quote a character of the secret, so it is left out.
            throw wrong(what, "is not base64");
        }
        if (bytes.length != LENGTH || !encode(bytes).equals(base64)) {
            throw wrong(what, "holds " + bytes.length + " bytes or is not canonical base64, expected 32 bytes");
        }
        return bytes;
    }

    public static String encode(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static DbOpsException wrong(String what, String how) {
        return DbOpsException.of(ErrorCode.KEY, "the " + what + " " + how)
                .hint("Take the key from the key file as it stands there.")
                .build();
    }
}
