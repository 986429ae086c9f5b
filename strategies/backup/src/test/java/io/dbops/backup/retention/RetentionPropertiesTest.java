package io.dbops.backup.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbops.backup.BackupInfo;
import io.dbops.backup.RetentionPlan;
import io.dbops.backup.RetentionPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.UniqueElements;

/** What holds of every policy and every set of backups. */
final class RetentionPropertiesTest {

    private static final Instant START = Instant.parse("2024-01-01T00:00:00Z");
    private static final int HOURS = 3 * 366 * 24;

    @Property(tries = 500)
    void whatIsKeptIsKeptAgainAndNothingMoreIsRemoved(
            @ForAll @Size(max = 60) @UniqueElements List<@IntRange(max = HOURS) Integer> hours,
            @ForAll @Size(6) List<@IntRange(max = 5) Integer> counts) {
        RetentionPolicy policy = policy(counts);
        Instant now = START.plus(Duration.ofHours(HOURS));
        RetentionPlan plan = RetentionPlanner.plan(backups(hours), policy, now);
        assertThat(RetentionPlanner.plan(plan.kept(), policy, now).removed()).isEmpty();
    }

    @Property(tries = 500)
    void theNewestIsKeptAndEveryBackupIsJudgedOnce(
            @ForAll @Size(min = 1, max = 60) @UniqueElements List<@IntRange(max = HOURS) Integer> hours,
            @ForAll @Size(6) List<@IntRange(max = 5) Integer> counts) {
        List<BackupInfo> backups = backups(hours);
        RetentionPlan plan = RetentionPlanner.plan(backups, policy(counts), START.plus(Duration.ofHours(HOURS)));
        assertThat(plan.decisions()).hasSize(backups.size());
        assertThat(plan.decisions().get(backups.size() - 1).keep()).isTrue();
    }

    /** Who expires each day, and who expires once in a while, come to the same. */
    @Property(tries = 200)
    void whatIsRemovedOnceIsWantedNeverAgain(
            @ForAll @Size(min = 2, max = 60) @UniqueElements List<@IntRange(max = HOURS) Integer> hours,
            @ForAll @Size(6) List<@IntRange(max = 5) Integer> counts) {
        RetentionPolicy policy = policy(counts);
        List<BackupInfo> all = backups(hours);
        List<BackupInfo> left = new ArrayList<>();
        Set<BackupInfo> removed = new HashSet<>();
        for (int i = 0; i < all.size(); i++) {
            left.add(all.get(i));
            Instant now = all.get(i).takenAt().plusSeconds(1);
            RetentionPlan often = RetentionPlanner.plan(left, policy, now);
            removed.addAll(often.removed());
            left = new ArrayList<>(often.kept());
            RetentionPlan seldom = RetentionPlanner.plan(all.subList(0, i + 1), policy, now);
            assertThat(seldom.kept()).noneMatch(removed::contains);
            assertThat(left).containsExactlyElementsOf(seldom.kept());
        }
    }

    private static List<BackupInfo> backups(List<Integer> hours) {
        return hours.stream()
                .sorted()
                .map(hour -> RetentionPlannerTest.backup(START.plus(Duration.ofHours(hour))))
                .toList();
    }

    private static RetentionPolicy policy(List<Integer> counts) {
        RetentionPolicy.Builder policy = RetentionPolicy.builder()
                .last(counts.get(0))
                .daily(counts.get(1))
                .weekly(counts.get(2))
                .monthly(counts.get(3))
                .yearly(counts.get(4));
        return policy.within(Duration.ofDays(1 + counts.get(5) * 10L)).build();
    }
}
