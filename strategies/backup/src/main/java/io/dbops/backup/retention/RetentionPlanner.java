package io.dbops.backup.retention;

import io.dbops.backup.BackupInfo;
import io.dbops.backup.RetentionPlan;
import io.dbops.backup.RetentionPlan.Decision;
import io.dbops.backup.RetentionPolicy;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Applies a policy. Pure: the same backups at the same moment are always judged the same. */
public final class RetentionPlanner {

    private static final Comparator<BackupInfo> LATEST_FIRST = Comparator.comparing(BackupInfo::takenAt)
            .thenComparing(BackupInfo::label)
            .reversed();

    /** By what followed what: a clock that was wrong, or is set back, makes no backup older than its predecessors. */
    private static final Comparator<BackupInfo> NEWEST_FIRST =
            Comparator.comparing(BackupInfo::sequence).reversed().thenComparing(LATEST_FIRST);

    private RetentionPlanner() {}

    /** Each database's backups are judged by themselves. */
    public static RetentionPlan plan(List<BackupInfo> backups, RetentionPolicy policy, Instant now) {
        Map<BackupInfo, List<String>> reasons = new HashMap<>();
        backups.stream()
                .collect(Collectors.groupingBy(BackupInfo::databaseId))
                .values()
                .forEach(ofOne -> reasons.putAll(reasons(ofOne, policy, now)));
        List<Decision> decisions = new ArrayList<>();
        backups.stream()
                .sorted(NEWEST_FIRST.reversed())
                .forEach(each -> decisions.add(new Decision(each, reasons.getOrDefault(each, List.of()))));
        return new RetentionPlan(policy, now, decisions);
    }

    private static Map<BackupInfo, List<String>> reasons(
            List<BackupInfo> backups, RetentionPolicy policy, Instant now) {
        List<BackupInfo> newest = backups.stream().sorted(NEWEST_FIRST).toList();
        Map<BackupInfo, List<String>> reasons = new LinkedHashMap<>();
        newest.forEach(each -> reasons.put(each, new ArrayList<>()));
        for (int i = 0; i < newest.size(); i++) {
            if (i == 0) {
                add(reasons, newest.get(i), "the newest");
            }
            if (i < policy.last()) {
                add(reasons, newest.get(i), "last, " + (i + 1) + " of " + policy.last());
            }
        }
        policy.within().ifPresent(age -> newest.stream()
                .filter(each -> each.takenAt().isAfter(now.minus(age)))
                .forEach(each -> add(reasons, each, "within " + age)));
        calendar(reasons, newest, policy, "daily", policy.daily(), day -> day.toLocalDate()
                .toString());
        calendar(reasons, newest, policy, "weekly", policy.weekly(), RetentionPlanner::week);
        calendar(reasons, newest, policy, "monthly", policy.monthly(), day -> day.toLocalDate()
                .toString()
                .substring(0, day.toLocalDate().toString().lastIndexOf('-')));
        calendar(reasons, newest, policy, "yearly", policy.yearly(), day -> String.valueOf(day.getYear()));
        newest.forEach(each -> each.marks().held().ifPresent(reason -> add(reasons, each, "held: " + reason)));
        first(newest, each -> each.marks().verifiedAt().isPresent())
                .ifPresent(each -> add(reasons, each, "the newest that was verified"));
        first(newest, each -> each.marks().provenAt().isPresent())
                .ifPresent(each -> add(reasons, each, "the newest that was proven by a drill"));
        return reasons;
    }

    private static Optional<BackupInfo> first(List<BackupInfo> newest, Predicate<BackupInfo> which) {
        return newest.stream().filter(which).findFirst();
    }

    /** The newest of each of the newest periods that have any. */
    private static void calendar(
            Map<BackupInfo, List<String>> reasons,
            List<BackupInfo> newest,
            RetentionPolicy policy,
            String rule,
            int count,
            Function<ZonedDateTime, String> period) {
        Set<String> seen = new HashSet<>();
        for (BackupInfo each : newest.stream().sorted(LATEST_FIRST).toList()) {
            String when = period.apply(each.takenAt().atZone(policy.zone()));
            if (seen.size() < count && seen.add(when)) {
                add(reasons, each, rule + ", " + when);
            }
        }
    }

    private static String week(ZonedDateTime day) {
        return String.format(
                Locale.ROOT,
                "%d-W%02d",
                day.get(IsoFields.WEEK_BASED_YEAR),
                day.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
    }

    private static void add(Map<BackupInfo, List<String>> reasons, BackupInfo backup, String reason) {
        List<String> those = reasons.get(backup);
        if (those != null) {
            those.add(reason);
        }
    }
}
