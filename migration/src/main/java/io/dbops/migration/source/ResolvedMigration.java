package io.dbops.migration.source;

import io.dbops.migration.JavaMigration;
import io.dbops.migration.MigrationType;
import io.dbops.spi.ScriptResource;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One migration that a source gives, before its statements are read. Immutable; ordered by version, then by id. */
public final class ResolvedMigration implements Comparable<ResolvedMigration> {

    private static final Comparator<ResolvedMigration> ORDER = Comparator.comparing(ResolvedMigration::rank)
            .thenComparing(each -> each.version, Comparator.nullsLast(Comparator.<Version>naturalOrder()))
            .thenComparing(each -> each.id);

    private final String id;
    private final @Nullable Version version;
    private final String name;
    private final MigrationType type;
    private final MigrationKind kind;
    private final Set<String> dependencies;
    private final String location;
    private final String sourceDigest;
    private final boolean ownTransactions;
    private final boolean sectioned;
    private final @Nullable ScriptResource script;
    private final @Nullable JavaMigration java;

    private ResolvedMigration(
            MigrationName name, ScriptHeader header, ScriptResource script, String location, String sourceDigest) {
        this.id = header.text("migration_id").orElse(name.id());
        this.version = header.version().orElse(name.version());
        this.name = header.text("name").orElse(name.words());
        this.type = header.type();
        this.kind = name.form() == MigrationName.Form.FLYWAY_REPEATABLE
                ? MigrationKind.REPEATABLE
                : MigrationKind.VERSIONED;
        this.dependencies = Set.copyOf(header.dependencies());
        this.location = location;
        this.sourceDigest = sourceDigest;
        this.ownTransactions = header.ownTransactions();
        this.sectioned = name.form() == MigrationName.Form.NATIVE;
        this.script = script;
        this.java = null;
    }

    private ResolvedMigration(JavaMigration java, String sourceDigest) {
        this.id = java.id();
        this.version = Version.parse(id).orElse(null);
        this.name = java.name();
        this.type = java.type();
        this.kind = MigrationKind.JAVA;
        this.dependencies = Set.copyOf(java.dependencies());
        this.location = java.getClass().getName();
        this.sourceDigest = sourceDigest;
        this.ownTransactions = false;
        this.sectioned = false;
        this.script = null;
        this.java = java;
    }

    static ResolvedMigration of(MigrationName name, ScriptHeader header, ScriptResource script, String sourceDigest) {
        return new ResolvedMigration(name, header, script, script.location(), sourceDigest);
    }

    static ResolvedMigration of(JavaMigration java, String sourceDigest) {
        return new ResolvedMigration(java, sourceDigest);
    }

    public String id() {
        return id;
    }

    public Optional<Version> version() {
        return Optional.ofNullable(version);
    }

    public String name() {
        return name;
    }

    public MigrationType type() {
        return type;
    }

    public MigrationKind kind() {
        return kind;
    }

    /** Ids that must be applied before. */
    public Set<String> dependencies() {
        return dependencies;
    }

    /** The file, or the class. */
    public String location() {
        return location;
    }

    /** SHA-256 of the file's bytes, or of the class's fingerprint: equal means that nothing need be read again. */
    public String sourceDigest() {
        return sourceDigest;
    }

    /** Whether it runs without a transaction of the engine's and may control transactions itself. */
    public boolean ownTransactions() {
        return ownTransactions;
    }

    /** Whether {@code -- UP} and {@code -- DOWN} divide it. */
    public boolean sectioned() {
        return sectioned;
    }

    /** Empty for a Java migration. */
    public Optional<ScriptResource> script() {
        return Optional.ofNullable(script);
    }

    /** Empty for a script. */
    public Optional<JavaMigration> java() {
        return Optional.ofNullable(java);
    }

    private int rank() {
        return kind == MigrationKind.REPEATABLE ? 1 : 0;
    }

    @Override
    public int compareTo(ResolvedMigration other) {
        return ORDER.compare(this, other);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ResolvedMigration migration && compareTo(migration) == 0;
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return id + " (" + location + ")";
    }
}
