package io.dbops.migration;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a new migration begins as. Immutable; each method gives a changed copy. */
public final class CreateOptions {

    private static final Pattern PACKAGE = Pattern.compile("([A-Za-z_$][A-Za-z0-9_$]*(\\.[A-Za-z_$][A-Za-z0-9_$]*)*)?");

    private final boolean java;
    private final String packageName;
    private final @Nullable Path directory;
    private final MigrationType type;
    private final List<String> dependencies;

    private CreateOptions(
            boolean java, String packageName, @Nullable Path directory, MigrationType type, List<String> dependencies) {
        this.java = java;
        this.packageName = packageName;
        this.directory = directory;
        this.type = type;
        this.dependencies = dependencies;
    }

    /** A script with header comments and the sections {@code -- UP} and {@code -- DOWN}. */
    public static CreateOptions sql() {
        return new CreateOptions(false, "", null, MigrationType.MIXED, List.of());
    }

    /**
     * A class that compiles and refuses to run until it is written.
     *
     * @param packageName where it belongs; empty for none
     */
    public static CreateOptions java(String packageName) {
        if (!PACKAGE.matcher(packageName).matches()) {
            throw new IllegalArgumentException("a package's name is words with dots, not '" + packageName + "'");
        }
        return new CreateOptions(true, packageName, null, MigrationType.DATA, List.of());
    }

    /**
     * Where the script goes, or the root of the sources for a class; directories that are missing are made. Without it, the only
     * directory that the builder was told of.
     */
    public CreateOptions in(Path some) {
        return new CreateOptions(java, packageName, some, type, dependencies);
    }

    /** What it changes; {@code MIXED} by default, {@code DATA} for a class. */
    public CreateOptions type(MigrationType some) {
        return new CreateOptions(java, packageName, directory, some, dependencies);
    }

    /** Ids that must be applied before. */
    public CreateOptions dependsOn(String... ids) {
        if (Arrays.stream(ids).anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("an id is not blank");
        }
        return new CreateOptions(java, packageName, directory, type, List.of(ids));
    }

    public boolean isJava() {
        return java;
    }

    public String packageName() {
        return packageName;
    }

    public Optional<Path> directory() {
        return Optional.ofNullable(directory);
    }

    public MigrationType type() {
        return type;
    }

    public List<String> dependencies() {
        return dependencies;
    }
}
