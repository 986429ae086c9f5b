package io.dbops.backup.age;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.util.List;
import java.util.Random;

/** One identity, and short ways to encrypt to it and decrypt with it. */
final class AgeSamples {

    static final SecureRandom RANDOM = new SecureRandom();
    static final AgeIdentity IDENTITY = AgeIdentity.generate(RANDOM);
    static final AgeDecryptor DECRYPTOR = AgeDecryptor.withIdentities(List.of(IDENTITY));
    static final AgeEncryptor ENCRYPTOR = AgeEncryptor.toRecipients(List.of(IDENTITY.recipient()), RANDOM);

    private AgeSamples() {}

    static byte[] encrypt(AgeEncryptor encryptor, byte[] plaintext) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (OutputStream out = encryptor.encrypt(file)) {
            out.write(plaintext);
        }
        return file.toByteArray();
    }

    static byte[] decrypt(AgeDecryptor decryptor, byte[] file) throws IOException {
        try (InputStream in = decryptor.decrypt(new ByteArrayInputStream(file))) {
            return in.readAllBytes();
        }
    }

    static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}
