package io.dbops.verification.reader;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Opens age v1 files with one X25519 identity, as age-encryption.org/v1 says. */
final class AgeFile {

    private static final int CHUNK = 64 * 1024;
    private static final int TAG = 16;
    private static final String ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";

    private final byte[] identity;

    /** @param text {@code AGE-SECRET-KEY-1...} */
    AgeFile(String text) {
        this.identity = bech32(text);
    }

    byte[] open(byte[] file) throws GeneralSecurityException {
        int payload = indexOf(file, "\n---", 0);
        int headerEnd = indexOf(file, "\n", payload + 1);
        String header = new String(file, 0, payload + 1, StandardCharsets.US_ASCII);
        RefusedException.unless(header.startsWith("age-encryption.org/v1\n"), "not age v1");
        String mac = new String(file, payload + 5, headerEnd - payload - 5, StandardCharsets.US_ASCII);
        byte[] fileKey = fileKey(header);
        byte[] macKey = hkdf(fileKey, new byte[0], "header");
        byte[] authenticated = Arrays.copyOf(file, payload + 4);
        RefusedException.unless(
                Arrays.equals(hmac(macKey, authenticated), Base64.getDecoder().decode(mac)), "the header was altered");
        byte[] nonce = Arrays.copyOfRange(file, headerEnd + 1, headerEnd + 17);
        return payload(hkdf(fileKey, nonce, "payload"), file, headerEnd + 17);
    }

    private static byte[] payload(byte[] key, byte[] file, int from) throws GeneralSecurityException {
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        int at = from;
        for (long counter = 0; ; counter++) {
            int length = Math.min(CHUNK + TAG, file.length - at);
            boolean last = at + length == file.length;
            byte[] nonce = new byte[12];
            for (int i = 0; i < 8; i++) {
                nonce[10 - i] = (byte) (counter >>> (8 * i));
            }
            nonce[11] = (byte) (last ? 1 : 0);
            plain.writeBytes(chaCha(key, nonce, Arrays.copyOfRange(file, at, at + length)));
            at += length;
            if (last) {
                return plain.toByteArray();
            }
        }
    }

    private byte[] fileKey(String header) throws GeneralSecurityException {
        byte[] nine = new byte[32];
        nine[0] = 9;
        byte[] recipient = agree(identity, nine);
        List<String> lines = new ArrayList<>(List.of(header.split("\n")));
        for (int i = 1; i < lines.size(); i++) {
            if (!lines.get(i).startsWith("-> X25519 ")) {
                continue;
            }
            byte[] share = Base64.getDecoder().decode(lines.get(i).substring("-> X25519 ".length()));
            byte[] salt = Arrays.copyOf(share, 64);
            System.arraycopy(recipient, 0, salt, 32, 32);
            byte[] key = hkdf(agree(identity, share), salt, "age-encryption.org/v1/X25519");
            try {
                return chaCha(key, new byte[12], Base64.getDecoder().decode(lines.get(i + 1)));
            } catch (GeneralSecurityException e) {
                continue; // Another's stanza.
            }
        }
        throw new RefusedException("the identity opens none of the stanzas", null);
    }

    private static byte[] agree(byte[] secret, byte[] point) throws GeneralSecurityException {
        KeyFactory keys = KeyFactory.getInstance("X25519");
        KeyAgreement agreement = KeyAgreement.getInstance("X25519");
        agreement.init(keys.generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, secret)));
        byte[] bigEndian = new byte[32];
        for (int i = 0; i < 32; i++) {
            bigEndian[i] = point[31 - i];
        }
        bigEndian[0] &= 0x7f;
        agreement.doPhase(
                keys.generatePublic(new XECPublicKeySpec(NamedParameterSpec.X25519, new BigInteger(1, bigEndian))),
                true);
        return agreement.generateSecret();
    }

    private static byte[] chaCha(byte[] key, byte[] nonce, byte[] sealed) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("ChaCha20-Poly1305");
        cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "ChaCha20"), new IvParameterSpec(nonce));
        return cipher.doFinal(sealed);
    }

    /** RFC 5869 with SHA-256, 32 bytes. */
    private static byte[] hkdf(byte[] key, byte[] salt, String info) throws GeneralSecurityException {
        byte[] label = Arrays.copyOf(info.getBytes(StandardCharsets.US_ASCII), info.length() + 1);
        label[info.length()] = 1;
        return hmac(hmac(salt.length == 0 ? new byte[32] : salt, key), label);
    }

    static byte[] hmac(byte[] key, byte[] message) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(message);
    }

    /** BIP 173 without the check of its checksum: a wrong identity opens nothing. */
    private static byte[] bech32(String text) {
        String data = text.toLowerCase(java.util.Locale.ROOT).substring("age-secret-key-1".length());
        BigInteger bits = BigInteger.ZERO;
        for (int i = 0; i < 52; i++) {
            bits = bits.shiftLeft(5).or(BigInteger.valueOf(ALPHABET.indexOf(data.charAt(i))));
        }
        byte[] bytes = bits.shiftRight(4).toByteArray();
        byte[] key = new byte[32];
        int length = Math.min(32, bytes.length);
        System.arraycopy(bytes, bytes.length - length, key, 32 - length, length);
        return key;
    }

    private static int indexOf(byte[] bytes, String ascii, int from) {
        int found = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(ascii, from);
        RefusedException.unless(found >= 0, "no end of the age header");
        return found;
    }
}
