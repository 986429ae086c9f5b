package io.dbops.migration.set;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.migration.JavaMigration;
import io.dbops.migration.source.Definitions;
import io.dbops.migration.source.MigrationResolver;
import io.dbops.spi.DatabaseDialect;
import io.dbops.spi.MigrationLocation;
import io.dbops.spi.MigrationSettings;
import io.dbops.spi.MigrationSource;
import io.dbops.spi.sql.DatabaseIdentity;
import io.dbops.spi.sql.SqlLexicon;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Migrations without a database, for unit tests and tools. Thread-safe; looks at its sources anew in every call.
 *
 * <pre>{@code
 * MigrationSet.builder().from("classpath:db/migration").dialect("postgresql").build().check().orFail();
 * }</pre>
 */
public final class MigrationSet {

    private final MigrationResolver resolver;
    private final @Nullable SqlLexicon lexicon;
    private final boolean undoRequired;

    private MigrationSet(Builder builder) {
        this.resolver = new MigrationResolver(builder.settings.build());
        this.lexicon = builder.lexicon;
        this.undoRequired = builder.undoRequired;
    }

    /** The migrations of these sources; statements are not read. */
    public static MigrationSet of(MigrationSource... sources) {
        Builder builder = builder();
        for (MigrationSource source : sources) {
            builder.from(source);
        }
        return builder.build();
    }

    public static Builder builder() {
        return new Builder();
    }

    /**
     * Looks at names, headers, ids, dependencies and indexes, and with a dialect at every statement; returns all faults at
     * once and throws none.
     */
    public MigrationCheck check() {
        try (Definitions definitions = resolver.examine()) {
            return new SetExamination(definitions, lexicon, undoRequired).check();
        }
    }

    /** The migrations in the order in which they run; every fault is named by the error. */
    public List<MigrationEntry> order() {
        return check().orFail().order();
    }

    /** The migrations in order, one a line, and the faults. */
    @Override
    public String toString() {
        return check().toString();
    }

    /** Collects what a set is made of; each method refuses a bad value at once. Used by one thread. */
    public static final class Builder {

        private final MigrationSettings.Builder settings = MigrationSettings.builder();
        private @Nullable SqlLexicon lexicon;
        private boolean undoRequired;

        private Builder() {
            ClassLoader ofThread = Thread.currentThread().getContextClassLoader();
            if (ofThread != null) {
                settings.classLoader(ofThread);
            }
        }

        /** Adds a place of migrations: {@code classpath:db/migration} or {@code directory:/path}. */
        public Builder from(String location) {
            settings.location(MigrationLocation.of(location));
            return this;
        }

        /** Adds a folder on the class path or in the anchor's named module. */
        public Builder from(String location, Class<?> anchor) {
            settings.location(MigrationLocation.of(location, anchor));
            return this;
        }

        /** Adds a folder in that module. */
        public Builder from(String location, Module anchor) {
            settings.location(MigrationLocation.of(location, anchor));
            return this;
        }

        /** Adds a directory. */
        public Builder from(Path directory) {
            settings.location(MigrationLocation.of(directory));
            return this;
        }

        public Builder from(MigrationSource source) {
            settings.source(source);
            return this;
        }

        public Builder from(JavaMigration... migrations) {
            return from(MigrationSource.ofJava(migrations));
        }

        /** Reads {@code classpath:} locations; the context class loader of the thread that made the builder by default. */
        public Builder classLoader(ClassLoader loader) {
            settings.classLoader(loader);
            return this;
        }

        /** Says what {@code ${name}} in scripts stands for, as on the builder of {@code DbOps}. */
        public Builder placeholder(String name, String value) {
            settings.placeholder(name, value);
            return this;
        }

        /** Lets a location hold no migration. */
        public Builder allowNoMigrations() {
            settings.allowNoMigrations();
            return this;
        }

        /**
         * Reads every statement as this database's newest version would have it spelled.
         *
         * @param id of a dialect that ServiceLoader finds, such as {@code postgresql}
         */
        public Builder dialect(String id) {
            return dialect(installed(id));
        }

        /** Reads every statement as this dialect's newest version would have it spelled. */
        public Builder dialect(DatabaseDialect dialect) {
            return dialect(dialect, new DatabaseIdentity(dialect.id(), "newest", Integer.MAX_VALUE, 0));
        }

        /** Reads every statement as that version of the database would have it spelled. */
        public Builder dialect(DatabaseDialect dialect, DatabaseIdentity version) {
            this.lexicon = dialect.lexicon(version);
            return this;
        }

        /** Makes it a fault when a migration says neither how it is undone nor that it cannot be. */
        public Builder requireUndo() {
            this.undoRequired = true;
            return this;
        }

        public MigrationSet build() {
            if (!settings.hasSources()) {
                throw DbOpsException.of(ErrorCode.CONFIGURATION, "a set of migrations needs at least one source")
                        .hint("Call from(\"classpath:db/migration\").")
                        .build();
            }
            if (undoRequired && lexicon == null) {
                throw DbOpsException.of(ErrorCode.CONFIGURATION, "requireUndo() needs a dialect to read scripts by")
                        .hint("Call dialect(id) with the id of an installed dialect.")
                        .build();
            }
            return new MigrationSet(this);
        }

        private static DatabaseDialect installed(String id) {
            List<DatabaseDialect> found = Stream.of(
                            DatabaseDialect.class.getClassLoader(),
                            Thread.currentThread().getContextClassLoader())
                    .filter(Objects::nonNull)
                    .distinct()
                    .flatMap(loader -> ServiceLoader.load(DatabaseDialect.class, loader).stream())
                    .map(ServiceLoader.Provider::get)
                    .toList();
            return found.stream()
                    .filter(dialect -> dialect.id().equals(id))
                    .findFirst()
                    .orElseThrow(() -> DbOpsException.of(
                                    ErrorCode.PROVIDER_MISSING,
                                    "no dialect has the id '" + id + "'; found are "
                                            + found.stream()
                                                    .map(DatabaseDialect::id)
                                                    .collect(Collectors.toCollection(TreeSet::new)))
                            .hint("Add the artifact of the database to the class path.")
                            .build());
        }
    }
}
