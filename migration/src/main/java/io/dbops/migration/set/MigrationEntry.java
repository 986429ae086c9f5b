package io.dbops.migration.set;

import io.dbops.migration.MigrationPhase;
import io.dbops.migration.MigrationType;
import io.dbops.migration.source.ResolvedMigration;
import io.dbops.migration.source.Version;
import java.util.Optional;
import java.util.Set;

/** One migration of a set. Immutable. */
public final class MigrationEntry {

    /** How a migration is taken back. */
    public enum Undo {
        /** Nothing says how. */
        NONE,
        /** Its script was not read, because the set was given no dialect. */
        UNREAD,
        /** By its section {@code -- DOWN}. */
        SECTION,
        /** By a script of its own, {@code U1__x.sql}. */
        SCRIPT,
        /** By its method {@code down}. */
        JAVA,
        /** Never, it says. */
        IRREVERSIBLE
    }

    private final ResolvedMigration migration;
    private final Undo undo;

    MigrationEntry(ResolvedMigration migration, Undo undo) {
        this.migration = migration;
        this.undo = undo;
    }

    public String id() {
        return migration.id();
    }

    public Optional<String> version() {
        return migration.version().map(Version::toString);
    }

    public String name() {
        return migration.name();
    }

    public Optional<String> description() {
        return migration.description();
    }

    public MigrationType type() {
        return migration.type();
    }

    public Optional<MigrationPhase> phase() {
        return migration.phase();
    }

    /** Ids that are applied before it. */
    public Set<String> dependencies() {
        return migration.dependencies();
    }

    public Set<String> tags() {
        return migration.tags();
    }

    /** The file, or the class. */
    public String location() {
        return migration.location();
    }

    public Undo undo() {
        return undo;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(id()).append(' ').append(name());
        text.append(" (").append(location()).append(')');
        if (!dependencies().isEmpty()) {
            text.append(" after ")
                    .append(String.join(", ", dependencies().stream().sorted().toList()));
        }
        if (!tags().isEmpty()) {
            text.append(" tagged ")
                    .append(String.join(", ", tags().stream().sorted().toList()));
        }
        return text.toString();
    }
}
