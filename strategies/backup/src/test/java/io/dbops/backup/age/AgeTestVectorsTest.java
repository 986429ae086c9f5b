package io.dbops.backup.age;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbops.backup.age.AgeException.Failure;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every published vector of the format; those of what is not implemented are counted and refused. */
class AgeTestVectorsTest {

    private static final String IDENTITY = "AGE-SECRET-KEY-1EGTZVFFV20835NWYV6270LXYVK2VKNX2MMDKWYKLMGR48UAWX40Q2P2LM0";

    /** Header failures to the vectors; here they are valid uses of the format that are declined. */
    private static final Set<String> DECLINED =
            Set.of("version_unsupported", "scrypt_work_factor_23", "scrypt_work_factor_overflow");

    private static final Map<String, Failure> FAILURES = Map.of(
            "header failure", Failure.HEADER,
            "no match", Failure.NO_MATCH,
            "HMAC failure", Failure.HEADER_MAC,
            "payload failure", Failure.PAYLOAD);

    static Stream<AgeVector> implemented() {
        return AgeVector.all().stream().filter(vector -> !vector.armored() && !vector.postQuantum());
    }

    static Stream<AgeVector> armored() {
        return AgeVector.all().stream().filter(AgeVector::armored);
    }

    static Stream<AgeVector> postQuantum() {
        return AgeVector.all().stream().filter(vector -> !vector.armored() && vector.postQuantum());
    }

    @Test
    void all_143_vectors_are_accounted_for() {
        assertThat(AgeVector.all()).hasSize(143);
        assertThat(implemented()).hasSize(92);
        assertThat(armored()).hasSize(33).allMatch(vector -> vector.name().startsWith("armor_"));
        assertThat(postQuantum()).hasSize(18).allMatch(vector -> vector.name().startsWith("hybrid"));
        assertThat(implemented().map(AgeVector::name)).containsAll(DECLINED);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("implemented")
    void a_vector_ends_as_published_and_releases_the_published_plaintext(AgeVector vector) throws Exception {
        List<AgeDecryptor> decryptors = vector.decryptors();
        if (vector.name().equals("empty")) {
            decryptors = List.of(AgeDecryptor.withIdentities(List.of(AgeIdentity.parse(IDENTITY))));
        }
        assertThat(decryptors).isNotEmpty();
        for (AgeDecryptor decryptor : decryptors) {
            Outcome outcome = Outcome.of(decryptor, vector.file());

            Failure expected =
                    DECLINED.contains(vector.name()) ? Failure.UNSUPPORTED : FAILURES.get(vector.value("expect"));
            assertThat(outcome.failure()).isEqualTo(expected);
            if (expected == null) {
                assertThat(vector.value("expect")).isEqualTo("success");
            }
            if (expected == null || expected == Failure.PAYLOAD) {
                assertThat(sha256(outcome.released())).isEqualTo(vector.value("payload"));
            } else {
                assertThat(outcome.released()).isEmpty();
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("armored")
    void an_armored_vector_is_refused_before_any_plaintext(AgeVector vector) throws Exception {
        Outcome outcome = Outcome.of(AgeDecryptor.withIdentities(List.of(AgeIdentity.parse(IDENTITY))), vector.file());

        assertThat(outcome.failure()).isIn(Failure.UNSUPPORTED, Failure.HEADER);
        assertThat(outcome.released()).isEmpty();
    }

    @Test
    void a_well_formed_armored_file_is_reported_as_armored() {
        byte[] armored = armored()
                .filter(vector -> vector.name().equals("armor_x25519"))
                .findFirst()
                .orElseThrow()
                .file();

        assertThatThrownBy(() -> AgeDecryptor.withIdentities(List.of(AgeIdentity.parse(IDENTITY)))
                        .decrypt(new ByteArrayInputStream(armored)))
                .isInstanceOf(AgeException.class)
                .hasMessageContaining("armored");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("postQuantum")
    void a_hybrid_stanza_is_passed_over_and_its_identity_refused(AgeVector vector) throws Exception {
        String hybrid = vector.values("identity").stream()
                .filter(identity -> !identity.equals(IDENTITY))
                .findFirst()
                .orElseThrow();
        assertThatThrownBy(() -> AgeIdentity.parse(hybrid))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("post-quantum");

        Outcome outcome = Outcome.of(AgeDecryptor.withIdentities(List.of(AgeIdentity.parse(IDENTITY))), vector.file());
        assertThat(outcome.failure()).isIn(Failure.NO_MATCH, Failure.HEADER);
        assertThat(outcome.released()).isEmpty();
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    /** What was released, and the class of the failure that followed, if any. */
    private record Outcome(byte[] released, Failure failure) {

        static Outcome of(AgeDecryptor decryptor, byte[] file) throws IOException {
            ByteArrayOutputStream released = new ByteArrayOutputStream();
            try (InputStream plaintext = decryptor.decrypt(new ByteArrayInputStream(file))) {
                plaintext.transferTo(released);
                return new Outcome(released.toByteArray(), null);
            } catch (AgeException e) {
                return new Outcome(released.toByteArray(), e.failure());
            }
        }
    }
}
