package io.dbops.backup;

import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What was said of a backup since it was taken, signed as it was. Immutable. */
public final class BackupMarks {

    private static final BackupMarks NONE =
            new BackupMarks(Optional.empty(), Set.of(), Optional.empty(), Optional.empty());

    private final @Nullable String held;
    private final Set<String> tags;
    private final @Nullable Instant verifiedAt;
    private final @Nullable Instant provenAt;

    public BackupMarks(
            Optional<String> held, Set<String> tags, Optional<Instant> verifiedAt, Optional<Instant> provenAt) {
        this.held = held.orElse(null);
        this.tags = Collections.unmodifiableSet(new TreeSet<>(tags));
        this.verifiedAt = verifiedAt.orElse(null);
        this.provenAt = provenAt.orElse(null);
    }

    public static BackupMarks none() {
        return NONE;
    }

    /** Why it must not be removed; empty when it may be. */
    public Optional<String> held() {
        return Optional.ofNullable(held);
    }

    /** Sorted. */
    public Set<String> tags() {
        return tags;
    }

    /** When it was last wholly read back and found intact, {@link VerifyLevel#FULL}. */
    public Optional<Instant> verifiedAt() {
        return Optional.ofNullable(verifiedAt);
    }

    /** When it was last restored by a drill, and what was restored was equal to it. */
    public Optional<Instant> provenAt() {
        return Optional.ofNullable(provenAt);
    }

    @Override
    public String toString() {
        return (held == null ? "" : "held: " + held + "; ")
                + (tags.isEmpty() ? "" : "tags " + tags + "; ")
                + (verifiedAt == null ? "not verified" : "verified " + verifiedAt)
                + (provenAt == null ? "" : "; proven " + provenAt);
    }
}
