package io.dbops.backup.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbops.backup.BackupInfo;
import io.dbops.backup.BackupLabel;
import io.dbops.backup.BackupType;
import io.dbops.backup.RetentionPlan;
import io.dbops.backup.RetentionPolicy;
import io.dbops.value.ByteSize;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RetentionPlannerTest {

    private static final DateTimeFormatter LABEL =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    @Test
    void two_years_of_daily_backups_are_thinned_to_days_weeks_months_and_years() {
        List<BackupInfo> backups = new ArrayList<>();
        Instant first = Instant.parse("2025-01-01T03:00:00Z");
        for (int day = 0; day < 730; day++) {
            backups.add(backup(first.plus(Duration.ofDays(day))));
        }
        RetentionPlan plan =
                RetentionPlanner.plan(backups, RetentionPolicy.gfs(7, 4, 12, 3), Instant.parse("2026-12-31T12:00:00Z"));
        assertThat(labels(plan.kept()))
                .containsExactly(
                        "20251231",
                        "20260131",
                        "20260228",
                        "20260331",
                        "20260430",
                        "20260531",
                        "20260630",
                        "20260731",
                        "20260831",
                        "20260930",
                        "20261031",
                        "20261130",
                        "20261213",
                        "20261220",
                        "20261225",
                        "20261226",
                        "20261227",
                        "20261228",
                        "20261229",
                        "20261230",
                        "20261231");
        assertThat(plan.decisions()).hasSize(730);
        assertThat(plan.toString()).contains("709 of 730 backups to be removed").contains("monthly, 2026-02");
    }

    @Test
    void a_day_begins_where_the_policy_says() {
        List<BackupInfo> backups =
                List.of(backup("2026-11-27T22:30:00Z"), backup("2026-11-27T23:30:00Z"), backup("2026-11-28T10:00:00Z"));
        Instant now = Instant.parse("2026-11-28T11:00:00Z");
        RetentionPolicy utc = RetentionPolicy.builder().daily(2).build();
        RetentionPolicy berlin = RetentionPolicy.builder()
                .daily(2)
                .zone(ZoneId.of("Europe/Berlin"))
                .build();
        assertThat(kept(backups, utc, now)).containsExactly("20261127T233000Z", "20261128T100000Z");
        assertThat(kept(backups, berlin, now)).containsExactly("20261127T223000Z", "20261128T100000Z");
    }

    @Test
    void a_week_is_that_of_iso_and_may_begin_in_another_year() {
        List<BackupInfo> backups =
                List.of(backup("2026-12-27T01:00:00Z"), backup("2026-12-31T01:00:00Z"), backup("2027-01-02T01:00:00Z"));
        RetentionPlan plan = RetentionPlanner.plan(
                backups, RetentionPolicy.builder().weekly(2).build(), Instant.parse("2027-01-03T00:00:00Z"));
        assertThat(plan.decisions().get(0).reasons()).containsExactly("weekly, 2026-W52");
        assertThat(plan.decisions().get(1).keep()).isFalse();
        assertThat(plan.decisions().get(2).reasons()).contains("weekly, 2026-W53");
    }

    @Test
    void the_newest_is_kept_whatever_its_age_and_a_pause_removes_nothing() {
        List<BackupInfo> backups = List.of(backup("2020-01-01T00:00:00Z"), backup("2020-01-02T00:00:00Z"));
        RetentionPolicy recent =
                RetentionPolicy.builder().within(Duration.ofDays(1)).build();
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        assertThat(kept(backups, recent, now)).containsExactly("20200102T000000Z");
        assertThat(kept(backups, RetentionPolicy.builder().daily(7).build(), now))
                .hasSize(2);
        assertThat(kept(List.of(), recent, now)).isEmpty();
    }

    @Test
    void a_policy_that_keeps_nothing_is_refused() {
        assertThatThrownBy(() -> RetentionPolicy.builder().build()).hasMessageContaining("keeps something");
        assertThatThrownBy(() -> RetentionPolicy.gfs(0, 0, 0, 0)).hasMessageContaining("keeps something");
        assertThatThrownBy(() -> RetentionPolicy.builder().daily(-1)).hasMessageContaining("-1");
        assertThatThrownBy(() -> RetentionPolicy.builder().within(Duration.ZERO))
                .hasMessageContaining("within");
        assertThat(RetentionPolicy.gfs(7, 4, 12, 3)).hasToString("7 daily, 4 weekly, 12 monthly, 3 yearly in Z");
    }

    private static List<String> kept(List<BackupInfo> backups, RetentionPolicy policy, Instant now) {
        return RetentionPlanner.plan(backups, policy, now).kept().stream()
                .map(each -> each.label().value().substring(0, 16))
                .toList();
    }

    private static List<String> labels(List<BackupInfo> backups) {
        return backups.stream()
                .map(each -> each.label().value().substring(0, 8))
                .toList();
    }

    @Test
    void eachDatabaseIsJudgedByItself() {
        Instant day = Instant.parse("2026-11-20T01:00:00Z");
        List<BackupInfo> backups = List.of(
                backup(day, "a"),
                backup(day.plusSeconds(1), "b"),
                backup(day.plusSeconds(3600), "a"),
                backup(day.plusSeconds(3601), "b"));
        RetentionPlan plan = RetentionPlanner.plan(
                backups, RetentionPolicy.builder().daily(1).build(), day.plusSeconds(90_000));

        assertThat(plan.removed()).containsExactly(backups.get(0), backups.get(1));
    }

    private static BackupInfo backup(String taken) {
        return backup(Instant.parse(taken));
    }

    static BackupInfo backup(Instant taken) {
        return backup(taken, "");
    }

    private static BackupInfo backup(Instant taken, String databaseId) {
        return new BackupInfo(
                BackupLabel.of(LABEL.format(taken) + "-F-aaaaaaaa"),
                BackupType.FULL,
                Optional.empty(),
                taken,
                "H2 2.5",
                databaseId,
                1,
                7,
                ByteSize.ofBytes(99),
                ByteSize.ofBytes(99),
                true);
    }
}
