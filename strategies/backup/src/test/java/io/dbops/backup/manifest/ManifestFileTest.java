package io.dbops.backup.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbops.backup.BackupLabel;
import io.dbops.backup.BackupType;
import io.dbops.backup.Compression;
import io.dbops.backup.manifest.BackupManifest.FixedObjects;
import io.dbops.backup.sign.SigningKey;
import io.dbops.backup.sign.TrustedWriters;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.ObjectKey;
import io.dbops.spi.sql.DatabaseIdentity;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

final class ManifestFileTest {

    private static final BackupLabel LABEL = BackupLabel.of("20261122T093000Z-F-3k9xq0ab");
    private static final ObjectKey KEY = Keyspace.manifest(LABEL);
    private static final SigningKey WRITER = SigningKey.ofSeed(new byte[32]);
    private static final TrustedWriters TRUSTED = TrustedWriters.of(List.of(WRITER.publicKey()));

    @Test
    void the_bytes_are_those_of_the_format_document() {
        String file = new String(ManifestFile.write(manifest(), WRITER), UTF_8);

        assertThat(file.lines().findFirst().orElseThrow())
                .isEqualTo("{\"format\":\"dbops-manifest\",\"version\":1,\"repository\":\"00ff\","
                        + "\"label\":\"20261122T093000Z-F-3k9xq0ab\",\"type\":\"FULL\",\"reference\":\"\",\"sequence\":2,"
                        + "\"predecessors\":[{\"label\":\"20261121T093000Z-F-aaaaaaaa\",\"sha256\":\"ab\"}],"
                        + "\"takenAt\":\"2026-11-22T09:30:01.500Z\",\"completedAt\":\"2026-11-22T09:31:00Z\","
                        + "\"database\":{\"product\":\"Postgre\\\"SQL\",\"version\":\"15.19 ä\",\"major\":15,\"minor\":19,\"id\":\"00aa\"},"
                        + "\"strategy\":\"snapshot\",\"consistency\":\"one\\u0001moment\",\"position\":\"\","
                        + "\"compression\":\"zstd\",\"encryption\":\"age-v1\",\"recipients\":[\"age1x\"],"
                        + "\"digest\":\"hmac-sha256-rows\",\"contents\":\"o/c\",\"before\":\"o/b\",\"after\":\"o/a\","
                        + "\"commands\":\"o/s\",\"recover\":\"o/r\","
                        + "\"objects\":[{\"key\":\"o/1\",\"size\":7,\"sha256\":\"cd\"}]}");
        assertThat(file).endsWith("\"}\n");
        assertThat(file.lines()).hasSize(2);
    }

    @Test
    void a_file_is_read_back_as_it_was_written() {
        byte[] file = ManifestFile.write(manifest(), WRITER);
        BackupManifest read = ManifestFile.read(KEY, file, TRUSTED);
        assertThat(ManifestFile.write(read, WRITER)).isEqualTo(file);
        assertThat(read.objects()).containsExactly(new StoredObject(ObjectKey.of("o/1"), 7, "cd"));
        assertThat(read.takenAt()).isEqualTo(Instant.parse("2026-11-22T09:30:01.500Z"));
    }

    @Test
    void no_single_flipped_bit_survives() {
        byte[] file = ManifestFile.write(manifest(), WRITER);
        for (int i = 0; i < file.length; i++) {
            byte[] altered = file.clone();
            altered[i] ^= (byte) (1 << i % 8);
            refused(() -> ManifestFile.read(KEY, altered, TRUSTED));
        }
    }

    @Test
    void no_cut_file_survives() {
        byte[] file = ManifestFile.write(manifest(), WRITER);
        for (int length = 0; length < file.length; length++) {
            byte[] cut = Arrays.copyOf(file, length);
            refused(() -> ManifestFile.read(KEY, cut, TRUSTED));
        }
        refused(() -> ManifestFile.read(KEY, Arrays.copyOf(file, file.length + 1), TRUSTED));
    }

    @Test
    void an_unsigned_manifest_is_refused_by_name() {
        String file = new String(ManifestFile.write(manifest(), WRITER), UTF_8);
        byte[] unsigned = (file.lines().findFirst().orElseThrow() + "\n").getBytes(UTF_8);
        assertThatThrownBy(() -> ManifestFile.read(KEY, unsigned, TRUSTED))
                .hasMessageContaining("not signed")
                .hasMessageContaining(KEY.value());
    }

    @Test
    void a_manifest_of_another_writer_is_refused_by_name() {
        byte[] seed = new byte[32];
        seed[0] = 1;
        SigningKey other = SigningKey.ofSeed(seed);
        byte[] file = ManifestFile.write(manifest(), other);
        assertThatThrownBy(() -> ManifestFile.read(KEY, file, TRUSTED))
                .hasMessageContaining("not trusted")
                .hasMessageContaining(other.publicKey())
                .hasMessageContaining(KEY.value());
    }

    @Test
    void a_manifest_under_another_label_is_refused() {
        byte[] file = ManifestFile.write(manifest(), WRITER);
        ObjectKey moved = Keyspace.manifest(BackupLabel.of("20261122T093000Z-F-zzzzzzzz"));
        assertThatThrownBy(() -> ManifestFile.read(moved, file, TRUSTED)).hasMessageContaining(LABEL.value());
    }

    @Test
    void what_a_trusted_writer_signed_must_still_be_of_the_one_form() {
        String body = new String(ManifestFile.write(manifest(), WRITER), UTF_8)
                .lines()
                .findFirst()
                .orElseThrow();
        refusedWhenSigned(body.replace("\"version\":1", "\"version\":2"), "version 2");
        refusedWhenSigned(body.replace("\"version\":1", "\"version\":0"), "version 0");
        refusedWhenSigned(body.replace("\"type\"", "\"type\":\"FULL\",\"type\""), "Duplicate");
        refusedWhenSigned(body.replace(",\"strategy\"", ", \"strategy\""), "canonical");
        refusedWhenSigned(body.replace("\"major\":15", "\"major\":-15"), "-15");
        refusedWhenSigned(body.replace("\"major\":15", "\"major\":15.0"), "integer");
        refusedWhenSigned(body.replace("\"major\":15", "\"major\":\"15\""), "integer");
        refusedWhenSigned(body.replace("\"major\":15", "\"major\":99999999999999999999"), "");
        refusedWhenSigned(body.substring(0, body.length() - 1) + ",\"more\":1}", "last known member");
        refusedWhenSigned(body + "{}", "follows");
        refusedWhenSigned(body.replace("hmac-sha256-rows", "sha256-rows"), "fit together");
    }

    @Test
    void signatures_are_those_of_rfc_8032() {
        SigningKey key = SigningKey.ofSeed(hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"));
        assertThat(Base64.getDecoder().decode(key.publicKey()))
                .isEqualTo(hex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"));
        assertThat(key.sign(new byte[0]))
                .isEqualTo(hex(
                        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
                                + "d25bf5f0595bbe24655141438e7a100b"));
    }

    private static void refusedWhenSigned(String body, String why) {
        byte[] line = (body + "\n").getBytes(UTF_8);
        String signature = "{\"algorithm\":\"Ed25519\",\"writer\":\"" + WRITER.publicKey() + "\",\"signature\":\""
                + Base64.getEncoder().encodeToString(WRITER.sign(line)) + "\"}\n";
        byte[] file = (body + "\n" + signature).getBytes(UTF_8);
        assertThatThrownBy(() -> ManifestFile.read(KEY, file, TRUSTED))
                .isInstanceOf(DbOpsException.class)
                .hasMessageContaining(why)
                .hasMessageContaining(KEY.value());
    }

    private static void refused(ThrowingCallable read) {
        assertThatThrownBy(read)
                .isInstanceOfSatisfying(
                        DbOpsException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTEGRITY))
                .hasMessageContaining(KEY.value());
    }

    private static byte[] hex(String text) {
        return java.util.HexFormat.of().parseHex(text);
    }

    private static BackupManifest manifest() {
        return new BackupManifest.Builder()
                .repository("00ff")
                .label(LABEL, BackupType.FULL)
                .follows(2, List.of(new Predecessor(BackupLabel.of("20261121T093000Z-F-aaaaaaaa"), "ab")))
                .times(Instant.parse("2026-11-22T09:30:01.500Z"), Instant.parse("2026-11-22T09:31:00Z"))
                .databaseId("00aa")
                .source(new DatabaseIdentity("Postgre\"SQL", "15.19 ä", 15, 19), "snapshot", "one\u0001moment", "")
                .coding(Compression.ZSTD, List.of("age1x"))
                .objects(
                        new FixedObjects(key("o/c"), key("o/b"), key("o/a"), key("o/s"), key("o/r")),
                        List.of(new StoredObject(key("o/1"), 7, "cd")))
                .build();
    }

    private static ObjectKey key(String key) {
        return ObjectKey.of(key);
    }
}
