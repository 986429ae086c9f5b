package io.dbops.migration;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One migration that a plan would apply. Immutable. */
public final class PlannedMigration {

    private final String id;
    private final @Nullable String version;
    private final String name;
    private final MigrationType type;
    private final String location;
    private final boolean oneTransaction;
    private final List<String> affectedObjects;
    private final List<String> statements;

    public PlannedMigration(
            String id,
            @Nullable String version,
            String name,
            MigrationType type,
            String location,
            boolean oneTransaction,
            List<String> affectedObjects,
            List<String> statements) {
        this.id = id;
        this.version = version;
        this.name = name;
        this.type = type;
        this.location = location;
        this.oneTransaction = oneTransaction;
        this.affectedObjects = List.copyOf(affectedObjects);
        this.statements = List.copyOf(statements);
    }

    public String id() {
        return id;
    }

    public Optional<String> version() {
        return Optional.ofNullable(version);
    }

    public String name() {
        return name;
    }

    public MigrationType type() {
        return type;
    }

    /** The file, or the class of a Java migration. */
    public String location() {
        return location;
    }

    /** Whether it is applied whole or not at all; otherwise statement by statement, under the journal. */
    public boolean oneTransaction() {
        return oneTransaction;
    }

    /**
     * What its statements create, change, drop or write to, as far as their heads tell: {@code CREATE TABLE users}, each once, in
     * order, the first 1,000; empty for a Java migration.
     */
    public List<String> affectedObjects() {
        return affectedObjects;
    }

    /**
     * The exact SQL that would run, in order; empty for a Java migration. Of a script of more than 1,000 statements or four
     * million characters the first ones, and then a line that says how many more there are.
     */
    public List<String> statements() {
        return statements;
    }
}
