package io.dbops.backup.age;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The stock age tool reads our files and we read its files; skipped where the tool is not installed. */
class AgeToolInteroperationTest {

    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir
    Path directory;

    @BeforeAll
    static void theToolIsInstalled() {
        boolean installed = Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "age")));
        assumeTrue(installed, "the age tool is not installed: interoperation with it was not tested");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65536, 65537, 300000})
    void the_tool_decrypts_what_we_encrypted_for_any_of_two_recipients(int length) throws Exception {
        AgeIdentity one = AgeIdentity.generate(RANDOM);
        AgeIdentity other = AgeIdentity.generate(RANDOM);
        byte[] plaintext = bytes(length);
        Path file = directory.resolve("ours.age");
        AgeEncryptor encryptor = AgeEncryptor.toRecipients(List.of(one.recipient(), other.recipient()), RANDOM);
        try (OutputStream out = encryptor.encrypt(Files.newOutputStream(file))) {
            out.write(plaintext);
        }

        for (AgeIdentity identity : List.of(one, other)) {
            Path key = Files.writeString(directory.resolve("key"), identity.encoded() + "\n");
            Path decrypted = directory.resolve("decrypted");
            run(decrypted, "age", "--decrypt", "-i", key.toString(), file.toString());
            assertThat(decrypted).hasBinaryContent(plaintext);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65536, 65537, 300000})
    void we_decrypt_what_the_tool_encrypted(int length) throws Exception {
        AgeIdentity identity = AgeIdentity.generate(RANDOM);
        Path plain = Files.write(directory.resolve("plain"), bytes(length));
        Path file = directory.resolve("theirs.age");
        run(file, "age", "-r", identity.recipient().encoded(), plain.toString());

        try (InputStream in = AgeDecryptor.withIdentities(List.of(identity)).decrypt(Files.newInputStream(file))) {
            assertThat(in.readAllBytes()).isEqualTo(bytes(length));
        }
    }

    private void run(Path output, String... command) throws IOException, InterruptedException {
        Path errors = directory.resolve("errors");
        Process process = new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("age ended").isTrue();
            assertThat(process.exitValue()).as(Files.readString(errors)).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}
