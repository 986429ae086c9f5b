package io.dbops.backup.age;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Keys and passphrases: their written forms, what is refused, and that no secret is printed. */
class AgeKeysTest {

    /** The pair that the format's specification prints, section "The X25519 recipient type". */
    private static final String IDENTITY = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX";

    private static final String RECIPIENT = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";

    @Test
    void the_pair_of_the_specification_belongs_together() {
        AgeIdentity identity = AgeIdentity.parse(IDENTITY);

        assertThat(identity.recipient())
                .isEqualTo(AgeRecipient.parse(RECIPIENT))
                .hasToString(RECIPIENT);
        assertThat(identity.encoded()).isEqualTo(IDENTITY);
    }

    @Test
    void a_generated_identity_survives_being_written_down() {
        AgeIdentity identity = AgeIdentity.generate(new SecureRandom());

        AgeIdentity read = AgeIdentity.parse(identity.encoded());

        assertThat(read).isEqualTo(identity).hasSameHashCodeAs(identity);
        assertThat(AgeRecipient.parse(identity.recipient().encoded())).isEqualTo(identity.recipient());
        assertThat(AgeIdentity.generate(new SecureRandom())).isNotEqualTo(identity);
    }

    @Test
    void no_secret_is_printed() {
        assertThat(AgeIdentity.parse(IDENTITY).toString())
                .doesNotContainIgnoringCase("SECRET")
                .doesNotContain(IDENTITY.substring(16, 40))
                .contains(RECIPIENT);
        assertThat(Passphrase.of("hunter2".toCharArray()).toString()).doesNotContain("hunter2");
    }

    @Test
    void every_mistyped_character_is_refused_without_quoting_the_text() {
        for (int i = 0; i < IDENTITY.length(); i++) {
            char other = IDENTITY.charAt(i) == 'Q' ? 'P' : 'Q';
            String mistyped = IDENTITY.substring(0, i) + other + IDENTITY.substring(i + 1);
            assertThatThrownBy(() -> AgeIdentity.parse(mistyped))
                    .isInstanceOf(IllegalArgumentException.class)
                    .message()
                    .doesNotContain(IDENTITY.substring(40, 60));
        }
    }

    @Test
    void the_wrong_letter_case_is_refused() {
        List<String> identities = List.of(
                IDENTITY.toLowerCase(Locale.ROOT), "age" + IDENTITY.substring(3), IDENTITY + " ", " " + IDENTITY, "");
        assertThat(identities).allSatisfy(text -> assertThatThrownBy(() -> AgeIdentity.parse(text))
                .isInstanceOf(IllegalArgumentException.class));
        List<String> recipients =
                List.of(RECIPIENT.toUpperCase(Locale.ROOT), "Age" + RECIPIENT.substring(3), "age1", "1");
        assertThat(recipients).allSatisfy(text -> assertThatThrownBy(() -> AgeRecipient.parse(text))
                .isInstanceOf(IllegalArgumentException.class));
    }

    @Test
    void an_identity_in_place_of_a_recipient_is_named_and_not_quoted() {
        assertThatThrownBy(() -> AgeRecipient.parse(IDENTITY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("identity")
                .message()
                .doesNotContain(IDENTITY.substring(20, 40));
    }

    @Test
    void a_recipient_of_low_order_is_refused() {
        String zero = Bech32.encode("age", new byte[32]);

        assertThatThrownBy(() -> AgeRecipient.parse(zero))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("low order");
    }

    @Test
    void a_key_of_the_wrong_length_is_refused() {
        assertThatThrownBy(() -> AgeRecipient.parse(Bech32.encode("age", new byte[31])))
                .hasMessageContaining("31 bytes");
        assertThatThrownBy(() -> AgeIdentity.parse(
                        Bech32.encode("age-secret-key-", new byte[33]).toUpperCase(Locale.ROOT)))
                .hasMessageContaining("33 bytes");
    }

    @Test
    void recipients_work_factors_and_passphrases_out_of_range_are_refused_at_once() {
        SecureRandom random = new SecureRandom();
        Passphrase passphrase = Passphrase.of(new char[] {'x'});
        assertThatThrownBy(() -> AgeEncryptor.toRecipients(List.of(), random)).hasMessageContaining("0 were given");
        assertThatThrownBy(() -> AgeDecryptor.withIdentities(List.of())).hasMessageContaining("none was given");
        assertThatThrownBy(() -> AgeEncryptor.toPassphrase(passphrase, 0, random))
                .hasMessageContaining("2^0");
        assertThatThrownBy(() -> AgeDecryptor.withPassphrase(passphrase, 31)).hasMessageContaining("2^31");
        assertThatThrownBy(() -> Passphrase.of(new char[0])).hasMessageContaining("empty");
        assertThatThrownBy(() -> Passphrase.of(new char[] {'\ud800'})).hasMessageContaining("surrogate");
    }
}
