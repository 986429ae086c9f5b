package io.dbops.backup.manifest;

import io.dbops.backup.BackupInfo;
import io.dbops.backup.BackupLabel;
import io.dbops.backup.BackupType;
import io.dbops.backup.Compression;
import io.dbops.spi.ObjectKey;
import io.dbops.spi.sql.DatabaseIdentity;
import io.dbops.value.ByteSize;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The signed part of a backup's description: who, when, of what, and every object with its digest. Its existence in the store is the
 * backup's existence. Immutable.
 */
public final class BackupManifest {

    private final Builder facts;
    private final List<Predecessor> predecessors;
    private final List<String> recipients;
    private final List<StoredObject> objects;

    private BackupManifest(Builder facts) {
        this.facts = facts;
        this.predecessors = List.copyOf(facts.predecessors);
        this.recipients = List.copyOf(facts.recipients);
        this.objects = List.copyOf(facts.objects);
    }

    public String repository() {
        return need(facts.repository);
    }

    public BackupLabel label() {
        return need(facts.label);
    }

    public BackupType type() {
        return need(facts.type);
    }

    /** The backup with which it was compared and shares objects; empty for a full one. */
    public Optional<BackupLabel> reference() {
        return Optional.ofNullable(facts.reference);
    }

    public long sequence() {
        return facts.sequence;
    }

    public List<Predecessor> predecessors() {
        return predecessors;
    }

    public Instant takenAt() {
        return need(facts.takenAt);
    }

    public Instant completedAt() {
        return need(facts.completedAt);
    }

    /** Tells the source from other databases; may be empty. */
    public String databaseId() {
        return facts.databaseId;
    }

    public DatabaseIdentity database() {
        return need(facts.database);
    }

    /** The id of the backup strategy. */
    public String strategy() {
        return need(facts.strategy);
    }

    public String consistency() {
        return need(facts.consistency);
    }

    public String position() {
        return need(facts.position);
    }

    public Compression compression() {
        return need(facts.compression);
    }

    public List<String> recipients() {
        return recipients;
    }

    public boolean encrypted() {
        return !recipients.isEmpty();
    }

    /** The five objects that are not rows. */
    public FixedObjects fixed() {
        return need(facts.fixed);
    }

    /** All objects, in key order. */
    public List<StoredObject> objects() {
        return objects;
    }

    public ByteSize storedSize() {
        return ByteSize.ofBytes(objects.stream().mapToLong(StoredObject::size).sum());
    }

    /** Of the objects that this backup stored itself. */
    public ByteSize addedSize() {
        String own = Keyspace.folder(label());
        return ByteSize.ofBytes(objects.stream()
                .filter(object -> object.key().value().startsWith(own))
                .mapToLong(StoredObject::size)
                .sum());
    }

    /** What the catalogue tells of it. */
    public BackupInfo info() {
        return new BackupInfo(
                label(),
                type(),
                reference(),
                takenAt(),
                database().toString(),
                databaseId(),
                sequence(),
                objects.size(),
                storedSize(),
                addedSize(),
                encrypted());
    }

    /**
     * The objects that every backup has.
     *
     * @param contents what the objects hold
     * @param before definitions that run before the rows
     * @param after definitions that run after the rows
     * @param commands the script that restores with stock tools
     * @param recover how to begin
     */
    public record FixedObjects(
            ObjectKey contents, ObjectKey before, ObjectKey after, ObjectKey commands, ObjectKey recover) {}

    private static <T> T need(@Nullable T value) {
        return Objects.requireNonNull(value, "checked by build()");
    }

    /** Collects the facts of a manifest; used by one thread. */
    public static final class Builder {
        private @Nullable String repository;
        private @Nullable BackupLabel label;
        private @Nullable BackupType type;
        private @Nullable BackupLabel reference;
        private long sequence;
        private List<Predecessor> predecessors = List.of();
        private @Nullable Instant takenAt;
        private @Nullable Instant completedAt;
        private @Nullable DatabaseIdentity database;
        private String databaseId = "";
        private @Nullable String strategy;
        private @Nullable String consistency;
        private @Nullable String position;
        private @Nullable Compression compression;
        private List<String> recipients = List.of();
        private @Nullable FixedObjects fixed;
        private List<StoredObject> objects = List.of();

        public Builder repository(String id) {
            this.repository = id;
            return this;
        }

        public Builder label(BackupLabel some, BackupType of) {
            this.label = some;
            this.type = of;
            return this;
        }

        /** The backup with which it was compared; {@code null} for none. */
        public Builder comparedWith(@Nullable BackupLabel other) {
            this.reference = other;
            return this;
        }

        public Builder follows(long number, List<Predecessor> manifests) {
            this.sequence = number;
            this.predecessors = manifests;
            return this;
        }

        public Builder times(Instant taken, Instant completed) {
            this.takenAt = taken;
            this.completedAt = completed;
            return this;
        }

        public Builder source(DatabaseIdentity identity, String strategyId, String consistent, String at) {
            this.database = identity;
            this.strategy = strategyId;
            this.consistency = consistent;
            this.position = at;
            return this;
        }

        /** Tells the source from other databases; empty, the default, if nothing does. */
        public Builder databaseId(String id) {
            this.databaseId = id;
            return this;
        }

        public Builder coding(Compression compressedBy, List<String> encryptedTo) {
            this.compression = compressedBy;
            this.recipients = encryptedTo;
            return this;
        }

        public Builder objects(FixedObjects five, List<StoredObject> all) {
            this.fixed = five;
            this.objects = all;
            return this;
        }

        public BackupManifest build() {
            BackupManifest manifest = new BackupManifest(this.copy());
            Objects.requireNonNull(repository, "repository");
            Objects.requireNonNull(label, "label");
            Objects.requireNonNull(takenAt, "takenAt");
            Objects.requireNonNull(database, "database");
            Objects.requireNonNull(compression, "compression");
            Objects.requireNonNull(fixed, "fixed");
            if ((type == BackupType.FULL) != (reference == null)) {
                throw new IllegalArgumentException("a " + type + " backup "
                        + (reference == null ? "names what it was compared with" : "is compared with nothing"));
            }
            return manifest;
        }

        private Builder copy() {
            Builder copy = new Builder();
            copy.repository = repository;
            copy.label = label;
            copy.type = type;
            copy.reference = reference;
            copy.sequence = sequence;
            copy.predecessors = predecessors;
            copy.takenAt = takenAt;
            copy.completedAt = completedAt;
            copy.database = database;
            copy.databaseId = databaseId;
            copy.strategy = strategy;
            copy.consistency = consistency;
            copy.position = position;
            copy.compression = compression;
            copy.recipients = recipients;
            copy.fixed = fixed;
            copy.objects = objects;
            return copy;
        }
    }
}
