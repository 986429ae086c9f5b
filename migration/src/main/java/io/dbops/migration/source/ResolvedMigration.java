package io.dbops.migration.source;

import io.dbops.migration.CallbackMoment;
import io.dbops.migration.JavaMigration;
import io.dbops.migration.MigrationPhase;
import io.dbops.migration.MigrationType;
import io.dbops.migration.script.Placeholders;
import io.dbops.migration.script.ScriptFormat;
import io.dbops.spi.ScriptResource;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One migration, or one callback, that a source gives, before its statements are read. Immutable; ordered by version, then by id. */
public final class ResolvedMigration implements Comparable<ResolvedMigration> {

    private static final Comparator<ResolvedMigration> ORDER = Comparator.comparing(ResolvedMigration::rank)
            .thenComparing(each -> each.version, Comparator.nullsLast(Comparator.<Version>naturalOrder()))
            .thenComparing(each -> each.id);

    private final String id;
    private final @Nullable Version version;
    private final String name;
    private final @Nullable String description;
    private final MigrationType type;
    private final MigrationKind kind;
    private final @Nullable MigrationPhase phase;
    private final Set<String> dependencies;
    private final Set<String> tags;
    private final @Nullable String irreversible;
    private final String location;
    private final String sourceDigest;
    private final @Nullable MigrationScript script;
    private final @Nullable MigrationScript undo;
    private final @Nullable JavaMigration java;

    private ResolvedMigration(
            MigrationName name, ScriptHeader header, MigrationScript script, @Nullable MigrationScript undo) {
        this.id = header.id().orElse(name.id());
        this.version = header.version().orElse(name.version());
        this.name = header.text("name").orElse(name.words());
        this.description = header.prose("description").orElse(null);
        this.type = header.type();
        this.kind = kind(name.form());
        this.phase = header.phase().orElse(null);
        this.dependencies = Set.copyOf(header.strings("dependencies"));
        this.tags = Set.copyOf(header.strings("tags"));
        this.irreversible = header.prose("irreversible").orElse(null);
        this.location = script.resource().location();
        this.sourceDigest = script.digest();
        this.script = script;
        this.undo = undo;
        this.java = null;
    }

    private ResolvedMigration(JavaMigration java, MigrationKind kind, String location, String sourceDigest) {
        this.id = java.id();
        this.version = Version.parse(id).orElse(null);
        this.name = java.name();
        this.description = null;
        this.type = java.type();
        this.kind = kind;
        this.phase = java.phase().orElse(null);
        this.dependencies = Set.copyOf(java.dependencies());
        this.tags = Set.copyOf(java.tags());
        this.irreversible = java.irreversible().orElse(null);
        this.location = location;
        this.sourceDigest = sourceDigest;
        this.script = null;
        this.undo = null;
        this.java = java;
    }

    private static MigrationKind kind(MigrationName.Form form) {
        return switch (form) {
            case FLYWAY_REPEATABLE -> MigrationKind.REPEATABLE;
            case CALLBACK -> MigrationKind.CALLBACK;
            case NATIVE, FLYWAY_VERSIONED, FLYWAY_UNDO -> MigrationKind.VERSIONED;
        };
    }

    static ResolvedMigration of(
            MigrationName name,
            ScriptResource script,
            ScriptFacts facts,
            Placeholders placeholders,
            @Nullable MigrationScript undo) {
        ScriptHeader header = new ScriptHeader(script.name(), facts.header());
        if (name.form() == MigrationName.Form.CALLBACK) {
            header.refuse("dependencies", "tags", "phase", "irreversible");
        }
        return new ResolvedMigration(name, header, script(name, header, script, facts, placeholders), undo);
    }

    /** A script of its own that takes a migration back: Flyway's {@code U1__x.sql} beside {@code V1__x.sql}. */
    static MigrationScript undo(
            MigrationName name, ScriptResource script, ScriptFacts facts, Placeholders placeholders) {
        ScriptHeader header = new ScriptHeader(script.name(), facts.header());
        return script(name, header, script, facts, placeholders);
    }

    private static MigrationScript script(
            MigrationName name,
            ScriptHeader header,
            ScriptResource script,
            ScriptFacts facts,
            Placeholders placeholders) {
        ScriptFormat.Part part =
                name.form() == MigrationName.Form.NATIVE ? ScriptFormat.Part.UP : ScriptFormat.Part.WHOLE;
        return new MigrationScript(
                script instanceof KeptScript ? script : new CheckedScript(script, facts.digest()),
                facts.digest(),
                header.ownTransactions(),
                header.lossAllowed(),
                new ScriptFormat(part, header.placeholdersOff() ? Placeholders.OFF : placeholders));
    }

    static ResolvedMigration of(JavaMigration java, String sourceDigest) {
        return new ResolvedMigration(java, MigrationKind.JAVA, java.getClass().getName(), sourceDigest);
    }

    static ResolvedMigration callback(JavaCallback callback) {
        return new ResolvedMigration(callback, MigrationKind.CALLBACK, callback.name(), "");
    }

    public String id() {
        return id;
    }

    /** When it is called, if it is a callback. */
    public Optional<CallbackMoment> moment() {
        return kind == MigrationKind.CALLBACK ? MigrationName.moment(id) : Optional.empty();
    }

    public Optional<Version> version() {
        return Optional.ofNullable(version);
    }

    public String name() {
        return name;
    }

    /** A sentence or two for a person. */
    public Optional<String> description() {
        return Optional.ofNullable(description);
    }

    public MigrationType type() {
        return type;
    }

    public MigrationKind kind() {
        return kind;
    }

    public Optional<MigrationPhase> phase() {
        return Optional.ofNullable(phase);
    }

    /** Ids that must be applied before. */
    public Set<String> dependencies() {
        return dependencies;
    }

    /** By which a run can select it. */
    public Set<String> tags() {
        return tags;
    }

    /** Why it cannot be undone, when it says so. */
    public Optional<String> irreversible() {
        return Optional.ofNullable(irreversible);
    }

    /** The file, or the class. */
    public String location() {
        return location;
    }

    /** SHA-256 of the file's bytes, or of the class's fingerprint: equal means that nothing need be read again. */
    public String sourceDigest() {
        return sourceDigest;
    }

    /** What applies it; empty for a Java migration. */
    public Optional<MigrationScript> script() {
        return Optional.ofNullable(script);
    }

    /** The script of its own that takes it back; a section {@code -- DOWN} is in the script itself. */
    public Optional<MigrationScript> undo() {
        return Optional.ofNullable(undo);
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
