package io.dbops.backup;

import io.dbops.option.OnceOnly;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which backups to list: those of which all that was asked for is true. Immutable, pure. */
public final class BackupFilter {

    private static final BackupFilter ALL = builder().build();

    private final Set<BackupType> types;
    private final @Nullable Instant from;
    private final @Nullable Instant before;
    private final String database;
    private final @Nullable String databaseId;
    private final Set<String> tags;
    private final boolean verified;
    private final boolean proven;
    private final boolean held;

    private BackupFilter(Builder builder) {
        this.types = Set.copyOf(builder.types);
        this.from = builder.from;
        this.before = builder.before;
        this.database = builder.database;
        this.databaseId = builder.databaseId;
        this.tags = Set.copyOf(builder.tags);
        this.verified = builder.verified;
        this.proven = builder.proven;
        this.held = builder.held;
    }

    /** Every backup. */
    public static BackupFilter all() {
        return ALL;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Whether a backup is one of those. */
    public boolean matches(BackupInfo backup) {
        BackupMarks marks = backup.marks();
        return (types.isEmpty() || types.contains(backup.type()))
                && (from == null || !backup.takenAt().isBefore(from))
                && (before == null || backup.takenAt().isBefore(before))
                && backup.database().startsWith(database)
                && (databaseId == null || backup.databaseId().equals(databaseId))
                && marks.tags().containsAll(tags)
                && (!verified || marks.verifiedAt().isPresent())
                && (!proven || marks.provenAt().isPresent())
                && (!held || marks.held().isPresent());
    }

    /** Collects conditions, each set at most once; used by one thread. */
    public static final class Builder {
        private final OnceOnly once = new OnceOnly();
        private Set<BackupType> types = Set.of();
        private @Nullable Instant from;
        private @Nullable Instant before;
        private String database = "";
        private @Nullable String databaseId;
        private Set<String> tags = Set.of();
        private boolean verified;
        private boolean proven;
        private boolean held;

        private Builder() {}

        /** Of one of these types. */
        public Builder types(BackupType... some) {
            this.types = once.set("types", Set.of(some));
            return this;
        }

        /** Taken at that moment or later, by the writer's clock. */
        public Builder takenFrom(Instant moment) {
            this.from = once.set("takenFrom", moment);
            return this;
        }

        /** Taken before that moment, by the writer's clock. */
        public Builder takenBefore(Instant moment) {
            this.before = once.set("takenBefore", moment);
            return this;
        }

        /** Of a database whose product and version, as {@link BackupInfo#database()} has them, begin so: {@code PostgreSQL 16}. */
        public Builder database(String beginning) {
            this.database = once.set("database", beginning);
            return this;
        }

        /** Of the database with this {@link BackupInfo#databaseId()}. */
        public Builder databaseId(String id) {
            this.databaseId = once.set("databaseId", id);
            return this;
        }

        /** With all of these tags. */
        public Builder tags(String... all) {
            this.tags = once.set("tags", Set.of(all));
            return this;
        }

        /** Fully verified at least once. */
        public Builder verified() {
            this.verified = once.set("verified", true);
            return this;
        }

        /** Restored by a drill at least once. */
        public Builder proven() {
            this.proven = once.set("proven", true);
            return this;
        }

        /** Held now. */
        public Builder held() {
            this.held = once.set("held", true);
            return this;
        }

        public BackupFilter build() {
            return new BackupFilter(this);
        }
    }
}
