package io.dbops.backup.catalog;

import io.dbops.backup.BackupMarks;
import io.dbops.backup.manifest.Mark;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What the marks of one backup come to, in the order of their times. Pure. */
final class MarkSummary {

    private MarkSummary() {}

    static BackupMarks of(Collection<Mark> marks) {
        Optional<String> held = Optional.empty();
        Set<String> tags = new TreeSet<>();
        Optional<Instant> verified = Optional.empty();
        Optional<Instant> proven = Optional.empty();
        for (Mark mark : marks.stream()
                .sorted(Comparator.comparing(Mark::at).thenComparing(Mark::kind))
                .toList()) {
            switch (mark.kind()) {
                case HELD -> held = Optional.of(mark.text());
                case RELEASED -> held = Optional.empty();
                case TAGGED -> tags.add(mark.text());
                case UNTAGGED -> tags.remove(mark.text());
                case VERIFIED -> verified = Optional.of(mark.at());
                case PROVEN -> proven = Optional.of(mark.at());
            }
        }
        return new BackupMarks(held, tags, verified, proven);
    }
}
