package io.dbops.migration;

import java.util.Optional;
import java.util.Set;

/**
 * A migration written in Java; one that can be undone is a {@link ReversibleMigration}. Implementations are used by one thread
 * at a time and keep no state between runs.
 */
public interface JavaMigration {

    /** Unique among all migrations, such as {@code 20261122093000} or {@code load-foodmart}; at most 200 characters. */
    String id();

    /** Words for a person. */
    default String name() {
        return getClass().getSimpleName();
    }

    default MigrationType type() {
        return MigrationType.DATA;
    }

    /** Ids that must be applied before. */
    default Set<String> dependencies() {
        return Set.of();
    }

    /** By which a run can select it. */
    default Set<String> tags() {
        return Set.of();
    }

    default Optional<MigrationPhase> phase() {
        return Optional.empty();
    }

    /** Why it cannot be undone, for a migration that says so. */
    default Optional<String> irreversible() {
        return Optional.empty();
    }

    /**
     * Its explicit checksum: a text that changes when the migration's meaning does. The default ties it to the class name alone,
     * because compiled code differs between compilers.
     */
    default String fingerprint() {
        return getClass().getName();
    }

    /**
     * Applies it on the context's connection, which is in a transaction that the engine commits; the migration neither
     * commits, nor closes, nor changes auto-commit. Any exception fails the migration.
     */
    void up(MigrationContext context) throws Exception;
}
