package io.dbops.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class BlockedPolicyTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Test
    void waiting_never_gives_way() {
        assertThat(BlockedPolicy.waitForBackup().givesWay(Duration.ofDays(1), false))
                .isFalse();
    }

    @Test
    void anybody_is_given_way_to_at_the_limit() {
        BlockedPolicy policy = BlockedPolicy.giveWayAfter(LIMIT);
        assertThat(policy.givesWay(LIMIT.minusMillis(1), true)).isFalse();
        assertThat(policy.givesWay(LIMIT, true)).isTrue();
        assertThat(policy.givesWay(LIMIT, false)).isTrue();
    }

    @Test
    void by_default_only_those_who_queue_behind_another_are_given_way_to() {
        BlockedPolicy policy = BackupOptions.defaults().blocked();
        assertThat(policy.givesWay(Duration.ofDays(1), true)).isFalse();
        assertThat(policy.givesWay(LIMIT.minusMillis(1), false)).isFalse();
        assertThat(policy.givesWay(LIMIT, false)).isTrue();
        assertThat(policy.retries()).isZero();
    }

    @Test
    void retrying_changes_nothing_else() {
        BlockedPolicy policy = BlockedPolicy.giveWayAfter(LIMIT).retrying(2);
        assertThat(policy.retries()).isEqualTo(2);
        assertThat(policy.limit()).contains(LIMIT);
    }

    @Test
    void bad_values_are_refused_at_once() {
        assertThatIllegalArgumentException().isThrownBy(() -> BlockedPolicy.giveWayAfter(LIMIT.negated()));
        assertThatIllegalArgumentException().isThrownBy(() -> BlockedPolicy.giveWayToQueueAfter(LIMIT.negated()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BlockedPolicy.waitForBackup().retrying(-1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BlockedPolicy.waitForBackup().retrying(101));
    }
}
