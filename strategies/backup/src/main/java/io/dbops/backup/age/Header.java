package io.dbops.backup.age;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;

/** The textual header: stanzas, the bytes that its MAC covers (up to and with the three dashes), and the MAC. */
record Header(List<Stanza> stanzas, byte[] authenticated, byte[] mac) {

    static final String VERSION_LINE = "age-encryption.org/v1";
    static final String MAC_MARK = "---";
    static final int FILE_KEY_LENGTH = 16;
    static final int MAC_LENGTH = 32;

    /** Bounds what a reader holds in memory before anything is authenticated: over a thousand X25519 recipients. */
    static final int MAX_LENGTH = 128 * 1024;

    static byte[] encode(List<Stanza> stanzas, byte[] fileKey) {
        StringBuilder text = new StringBuilder(VERSION_LINE).append('\n');
        stanzas.forEach(stanza -> stanza.appendTo(text));
        text.append(MAC_MARK);
        byte[] mac = mac(fileKey, text.toString().getBytes(StandardCharsets.US_ASCII));
        text.append(' ').append(CanonicalBase64.encode(mac)).append('\n');
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    void verify(byte[] fileKey) throws AgeException {
        if (!MessageDigest.isEqual(mac(fileKey, authenticated), mac)) {
            throw new AgeException(
                    AgeException.Failure.HEADER_MAC, "age header was altered: its MAC does not match its content");
        }
    }

    private static byte[] mac(byte[] fileKey, byte[] authenticated) {
        return Hkdf.hmac(Hkdf.derive(fileKey, new byte[0], "header"), authenticated);
    }
}
