package io.dbops.backup.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dbops.backup.BackupKeys;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.value.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys survive the file, the file is protected, and a file that is not one is refused without quoting it. */
class KeyFileTest {

    private static final BackupKeys KEYS = KeyGenerator.generate(new SecureRandom());

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = directory.resolve("keys.txt");
    }

    @Test
    void a_file_may_be_encrypted_to_a_passphrase() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        Supplier<char[]> passphrase = () -> {
            asked.incrementAndGet();
            return "correct horse".toCharArray();
        };
        KeyFile sealed = KeyFile.write(file, KEYS, passphrase);

        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                .startsWith("age-encryption.org/v1\n-> scrypt ")
                .doesNotContain("AGE-SECRET-KEY");
        KeyFile again = KeyFile.at(file).openedBy(passphrase);
        assertThat(KeyFileText.format(again.keys())).isEqualTo(KeyFileText.format(KEYS));
        asked.set(0);
        assertThat(KeyFileText.format(again.keys())).isEqualTo(KeyFileText.format(KEYS));
        assertThat(asked).as("asked again for the same file").hasValue(0);
        assertThat(sealed.toString()).doesNotContain("horse");
        assertThatThrownBy(() -> KeyFile.at(file).keys())
                .hasMessageContaining("is encrypted to a passphrase")
                .hasMessageContaining("openedBy");
        assertThatThrownBy(() -> KeyFile.at(file).openedBy("wrong"::toCharArray).keys())
                .isInstanceOfSatisfying(
                        DbOpsException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.KEY))
                .hasMessageContaining("is not opened by the passphrase");
        assertThatThrownBy(() -> KeyFile.at(file).openedBy(() -> new char[0]).keys())
                .hasMessageContaining("passphrase is empty");
    }

    @Test
    void a_passphrase_for_a_file_that_needs_none_is_refused() {
        KeyFile.write(file, KEYS);

        assertThatThrownBy(() -> KeyFile.at(file).openedBy("any"::toCharArray).keys())
                .isInstanceOfSatisfying(
                        DbOpsException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.KEY))
                .hasMessageContaining("is not encrypted to a passphrase");
    }

    @Test
    void a_missing_file_is_made_once_and_read_from_then_on() throws IOException {
        Path file = directory.resolve("made.keys");
        KeyFile.createOrRead(file);
        String made = Files.readString(file);
        KeyFile.createOrRead(file);
        assertThat(Files.readString(file)).isEqualTo(made).contains("AGE-SECRET-KEY-1");
    }

    @RepeatedTest(20)
    void of_many_that_make_it_at_once_one_makes_it_and_all_have_its_keys() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<BackupKeys>> made = threads.invokeAll(
                    Collections.nCopies(8, () -> KeyFile.createOrRead(file).keys()));
            BackupKeys kept = KeyFile.at(file).keys();
            for (Future<BackupKeys> each : made) {
                assertSame(each.get(), kept);
            }
        } finally {
            threads.shutdownNow();
        }
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void what_was_interrupted_says_so_keeps_the_flag_and_leaves_no_file() throws IOException {
        for (ThrowingCallable step :
                List.<ThrowingCallable>of(() -> KeyFile.createOrRead(file), () -> KeyFile.write(file, KEYS))) {
            Thread.currentThread().interrupt();
            try {
                assertThatThrownBy(step).isInstanceOfSatisfying(DbOpsException.class, e -> assertThat(e.code())
                        .isEqualTo(ErrorCode.INTERRUPTED));
            } finally {
                assertThat(Thread.interrupted()).isTrue();
            }
        }
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).isEmpty();
        }
        KeyFile.createOrRead(file);
    }

    @Test
    void a_file_that_cannot_be_completed_is_never_seen_under_its_name() throws IOException {
        Path folder = Files.createDirectory(directory.resolve("folder"));
        Path name = folder.resolve("keys.txt");
        Files.createSymbolicLink(name, directory.resolve("missing"));

        assertThatThrownBy(() -> KeyFile.createOrRead(name)).isInstanceOf(DbOpsException.class);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(name);
        }
        assertThat(directory.resolve("missing")).doesNotExist();
    }

    @Test
    void generated_keys_come_back_from_their_file() {
        BackupKeys read = KeyFile.write(file, KEYS).keys();

        assertSame(read, KEYS);
        assertThat(KEYS.identities()).hasSize(1);
    }

    @Test
    void a_file_for_writers_holds_no_identity() throws IOException {
        BackupKeys read =
                KeyFile.write(file, KeyGenerator.withoutIdentities(KEYS)).keys();

        assertThat(read.identities()).isEmpty();
        assertThat(read.recipients()).isEqualTo(KEYS.recipients());
        assertThat(read.signingKey()).isPresent();
        assertThat(Files.readString(file)).doesNotContain("AGE-SECRET-KEY");
    }

    @Test
    void the_generated_trusted_writer_verifies_what_the_signing_key_signed() throws Exception {
        byte[] seed = Base64.getDecoder().decode(KEYS.signingKey().orElseThrow().reveal());
        byte[] point = Base64.getDecoder().decode(KEYS.trustedWriters().get(0));
        HexFormat hex = HexFormat.of();
        KeyFactory factory = KeyFactory.getInstance("Ed25519");
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(factory.generatePrivate(
                new PKCS8EncodedKeySpec(hex.parseHex("302e020100300506032b657004220420" + hex.formatHex(seed)))));
        signature.update(seed);
        byte[] signed = signature.sign();

        signature.initVerify(factory.generatePublic(
                new X509EncodedKeySpec(hex.parseHex("302a300506032b6570032100" + hex.formatHex(point)))));
        signature.update(seed);
        assertThat(signature.verify(signed)).isTrue();
    }

    @Test
    void the_file_is_written_for_its_owner_alone_and_never_over_another() throws IOException {
        assumeTrue(posix(), "this file system has no POSIX permissions");
        KeyFile.write(file, KEYS);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        byte[] before = Files.readAllBytes(file);
        assertRefused(() -> KeyFile.write(file, KeyGenerator.generate(new SecureRandom())), "exists already");
        assertThat(file).hasBinaryContent(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-----w-"})
    void a_file_that_others_may_use_is_refused(String permissions) throws IOException {
        assumeTrue(posix(), "this file system has no POSIX permissions");
        KeyFile keyFile = KeyFile.write(file, KEYS);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));

        assertRefused(keyFile::keys, permissions);
    }

    @Test
    void a_rotated_file_takes_effect_at_the_next_reading() throws IOException {
        KeyFile keyFile = KeyFile.write(file, KEYS);
        BackupKeys rotated = KeyGenerator.generate(new SecureRandom());
        Files.delete(file);
        KeyFile.write(file, rotated);

        assertSame(keyFile.keys(), rotated);
    }

    @Test
    void several_recipients_writers_identities_and_comments_are_read_in_order() throws IOException {
        BackupKeys other = KeyGenerator.generate(new SecureRandom());
        String text = KeyFileText.format(KEYS) + "\n## made by hand\n# recipient: "
                + other.recipients().get(0) + "\n# trusted-writer: "
                + other.trustedWriters().get(0) + "\n"
                + other.identities().get(0).reveal();

        BackupKeys read = KeyFileText.parse(text, "the text");

        assertThat(read.recipients())
                .containsExactly(KEYS.recipients().get(0), other.recipients().get(0));
        assertThat(read.trustedWriters())
                .containsExactly(
                        KEYS.trustedWriters().get(0), other.trustedWriters().get(0));
        assertThat(read.identities().stream().map(Secret::reveal))
                .containsExactly(
                        KEYS.identities().get(0).reveal(),
                        other.identities().get(0).reveal());
    }

    @Test
    void every_faulty_line_is_named_by_number_and_not_quoted() {
        String secret = KEYS.signingKey().orElseThrow().reveal();
        List<String> faulty = List.of(
                "# signing-key: " + secret,
                "# repository-key: " + secret.substring(4),
                "# repository-key: " + secret + " ",
                "# repository-key: *" + secret.substring(1),
                "# recipient: " + KEYS.identities().get(0).reveal(),
                "# recipient: age1qqqq",
                "# trusted-writer: ",
                "# Recipient: " + KEYS.recipients().get(0),
                "# unknown",
                "#",
                " " + KEYS.identities().get(0).reveal(),
                KEYS.identities().get(0).reveal() + "\r",
                KEYS.identities().get(0).reveal().substring(0, 70),
                secret);
        String start = "# dbops-keys 1\n# signing-key: " + secret + "\n";
        for (String line : faulty) {
            assertThatThrownBy(() -> KeyFileText.parse(start + line + "\n", "the text"))
                    .as(line)
                    .isInstanceOfSatisfying(DbOpsException.class, e -> {
                        assertThat(e.code()).isEqualTo(ErrorCode.KEY);
                        assertThat(e).hasMessageContaining("the text, line 3");
                        assertThat(e.getMessage()).doesNotContain(secret.substring(4, 20));
                        assertThat(e.getMessage())
                                .doesNotContain(
                                        KEYS.identities().get(0).reveal().substring(20, 40));
                    });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# dbops-keys 2\n", "\n# dbops-keys 1\n", "# dbops-keys 1\r\n", "AGE-SECRET-KEY-1\n"})
    void another_first_line_is_refused(String text) {
        assertRefused(() -> KeyFileText.parse(text, "the text"), "line 1: expected '# dbops-keys 1'");
    }

    @Test
    void a_file_that_is_missing_or_far_too_large_is_refused() throws IOException {
        assertRefused(() -> KeyFile.at(file).keys(), "cannot be read");
        assertRefused(() -> KeyFile.write(directory.resolve("absent").resolve("keys"), KEYS), "cannot be written");
        KeyFile.write(file, KEYS);
        Files.write(file, new byte[1024 * 1024 + 1]);
        assertRefused(() -> KeyFile.at(file).keys(), "larger than");
    }

    @Test
    void keys_that_are_malformed_are_not_written() {
        // A recipient of the right form whose checksum is wrong.
        BackupKeys malformed =
                BackupKeys.builder().recipient("age1" + "q".repeat(58)).build();

        assertRefused(() -> KeyFile.write(file, malformed), "line 2");
        assertThat(file).doesNotExist();
    }

    @Test
    void the_age_tool_takes_the_file_for_its_identity_file() throws Exception {
        boolean installed = Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "age-keygen")));
        assumeTrue(installed, "the age tool is not installed: the key file was not tested with it");
        KeyFile.write(file, KEYS);
        Path output = directory.resolve("output");
        Process process = new ProcessBuilder("age-keygen", "-y", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();

        assertThat(process.waitFor()).isZero();
        assertThat(output).hasContent(KEYS.recipients().get(0) + "\n");
    }

    private boolean posix() {
        return directory.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static void assertRefused(ThrowingCallable call, String words) {
        assertThatThrownBy(call).isInstanceOfSatisfying(DbOpsException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.KEY);
            assertThat(e).hasMessageContaining(words);
            assertThat(e.hint()).isPresent();
        });
    }

    private static void assertSame(BackupKeys read, BackupKeys written) {
        assertThat(KeyFileText.format(read)).isEqualTo(KeyFileText.format(written));
    }
}
