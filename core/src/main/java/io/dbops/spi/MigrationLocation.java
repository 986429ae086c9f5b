package io.dbops.spi;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A place of migrations: a folder on the class path, a folder in a named module, or a directory. Immutable; two that would be
 * read in the same way are equal.
 */
public final class MigrationLocation {

    /** Where a folder is looked for. */
    public enum Kind {
        CLASSPATH,
        DIRECTORY
    }

    private static final String CLASSPATH = "classpath:";
    private static final String DIRECTORY = "directory:";
    private static final Pattern SEGMENT = Pattern.compile("[^\\\\/:]+");

    private final Kind kind;
    private final String folder;
    private final @Nullable Module module;
    private final @Nullable ClassLoader loader;

    private MigrationLocation(Kind kind, String folder, @Nullable Module module, @Nullable ClassLoader loader) {
        this.kind = kind;
        this.folder = folder;
        this.module = module;
        this.loader = loader;
    }

    /** {@code classpath:db/migration} or {@code directory:/path}; anything else is an {@code IllegalArgumentException}. */
    public static MigrationLocation of(String text) {
        if (text.startsWith(CLASSPATH)) {
            return new MigrationLocation(Kind.CLASSPATH, folder(text, text.substring(CLASSPATH.length())), null, null);
        }
        if (text.startsWith(DIRECTORY) && text.length() > DIRECTORY.length()) {
            return new MigrationLocation(Kind.DIRECTORY, text.substring(DIRECTORY.length()), null, null);
        }
        throw malformed(text);
    }

    /**
     * A class-path folder that is read through the anchor: from its module when that is a named one, whose folders no class
     * loader shows, and by its class loader otherwise.
     */
    public static MigrationLocation of(String text, Class<?> anchor) {
        return of(text, anchor.getModule());
    }

    /** A folder in that module, encapsulated or not; of an unnamed module, what its class loader finds. */
    public static MigrationLocation of(String text, Module anchor) {
        MigrationLocation location = of(text);
        if (location.kind != Kind.CLASSPATH) {
            throw new IllegalArgumentException("only a classpath: location has an anchor, not '" + text + "'");
        }
        ClassLoader own =
                anchor.getClassLoader() == null ? ClassLoader.getSystemClassLoader() : anchor.getClassLoader();
        return new MigrationLocation(Kind.CLASSPATH, location.folder, anchor.isNamed() ? anchor : null, own);
    }

    /** A directory. */
    public static MigrationLocation of(Path directory) {
        return of(DIRECTORY + directory);
    }

    private static String folder(String text, String path) {
        int start = path.startsWith("/") ? 1 : 0;
        int end = path.length() > start && path.endsWith("/") ? path.length() - 1 : path.length();
        String folder = path.substring(start, end);
        for (String segment : List.of(folder.split("/", -1))) {
            if (segment.equals(".")
                    || segment.equals("..")
                    || !SEGMENT.matcher(segment).matches()) {
                throw malformed(text);
            }
        }
        return folder;
    }

    private static IllegalArgumentException malformed(String text) {
        return new IllegalArgumentException(
                "a location is classpath:some/folder or directory:some/folder, not '" + text + "'");
    }

    public Kind kind() {
        return kind;
    }

    /** The folder with slashes and none at its ends, or the directory's path. */
    public String folder() {
        return folder;
    }

    /** The named module to read from. */
    public Optional<Module> module() {
        return Optional.ofNullable(module);
    }

    /** The class loader to read with; empty for the one of the settings. */
    public Optional<ClassLoader> classLoader() {
        return Optional.ofNullable(loader);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MigrationLocation location
                && location.kind == kind
                && location.folder.equals(folder)
                && Objects.equals(location.module, module)
                && Objects.equals(location.loader, loader);
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, folder, module, loader);
    }

    /** {@code classpath:db/migration}, {@code directory:/path}, {@code module:shop/db/migration}. */
    @Override
    public String toString() {
        if (module != null) {
            return "module:" + module.getName() + "/" + folder;
        }
        return (kind == Kind.CLASSPATH ? CLASSPATH : DIRECTORY) + folder;
    }
}
