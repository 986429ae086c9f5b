package io.dbops.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbops.value.Secret;
import java.util.Base64;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

final class BackupKeysTest {

    private static final String RECIPIENT = "age1" + "q".repeat(58);
    private static final Secret IDENTITY = Secret.of("AGE-SECRET-KEY-1" + "Q".repeat(58));
    private static final String TEXT = Base64.getEncoder().encodeToString(new byte[32]);
    private static final Secret KEY = Secret.of(TEXT);

    @Test
    void what_cannot_be_a_key_is_refused_where_it_is_set_and_not_quoted() {
        String almost = Base64.getEncoder().encodeToString(new byte[31]);
        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> BackupKeys.builder().recipient("garbage"),
                () -> BackupKeys.builder().recipient(RECIPIENT + "q"),
                () -> BackupKeys.builder().recipient(RECIPIENT.replaceFirst("q", "b")),
                () -> BackupKeys.builder().identity(Secret.of(RECIPIENT)),
                () -> BackupKeys.builder().signingKey(Secret.of(almost)),
                () -> BackupKeys.builder().signingKey(Secret.of("AAAA garbage")),
                () -> BackupKeys.builder().repositoryKey(Secret.of(TEXT + "\n")),
                () -> BackupKeys.builder().trustedWriter(""),
                () -> BackupKeys.builder().trustedWriter(TEXT.substring(0, 43)))) {
            assertThatThrownBy(call)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("not a")
                    .hasMessageNotContainingAny("AAAA", "qqqq", "garbage");
        }
    }

    @Test
    void a_key_of_which_there_is_one_is_set_once() {
        assertThatThrownBy(() -> BackupKeys.builder().signingKey(KEY).signingKey(KEY))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("signingKey(...)");
        assertThatThrownBy(() -> BackupKeys.builder().repositoryKey(KEY).repositoryKey(KEY))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void derived_keys_keep_what_is_not_replaced() {
        BackupKeys keys = BackupKeys.builder()
                .recipient(RECIPIENT)
                .identity(IDENTITY)
                .signingKey(KEY)
                .trustedWriter(TEXT)
                .build();
        byte[] ones = new byte[32];
        ones[0] = 1;
        String other = Base64.getEncoder().encodeToString(ones);
        Secret replacement = Secret.of(other);
        BackupKeys derived =
                keys.toBuilder().trustedWriter(other).signingKey(replacement).build();

        assertThat(derived.recipients()).containsExactly(RECIPIENT);
        assertThat(derived.identities()).containsExactly(IDENTITY);
        assertThat(derived.signingKey()).containsSame(replacement);
        assertThat(derived.trustedWriters()).containsExactly(TEXT, other);
        assertThat(keys.signingKey()).containsSame(KEY);
        assertThat(keys.trustedWriters()).containsExactly(TEXT);
    }
}
