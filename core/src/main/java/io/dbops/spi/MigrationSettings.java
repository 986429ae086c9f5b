package io.dbops.spi;

import io.dbops.migration.CallbackMoment;
import io.dbops.migration.MigrationCallback;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/** What the builder was told about migrations. Immutable. */
public final class MigrationSettings {

    private final List<MigrationLocation> locations;
    private final List<MigrationSource> sources;
    private final String historyTable;
    private final ClassLoader classLoader;
    private final Map<String, String> placeholders;
    private final boolean noMigrationsAllowed;
    private final MigrationCallbacks callbacks;

    private MigrationSettings(Builder builder) {
        this.locations = List.copyOf(builder.locations);
        this.sources = List.copyOf(builder.sources);
        this.historyTable = builder.historyTable;
        this.classLoader = builder.classLoader;
        this.placeholders = Collections.unmodifiableMap(new LinkedHashMap<>(builder.placeholders));
        this.noMigrationsAllowed = builder.noMigrationsAllowed;
        this.callbacks = builder.callbacks;
    }

    public static Builder builder() {
        return new Builder();
    }

    public List<MigrationLocation> locations() {
        return locations;
    }

    public List<MigrationSource> sources() {
        return sources;
    }

    /** Unquoted; in the schema that is current on the connection. */
    public String historyTable() {
        return historyTable;
    }

    /** Reads class-path locations that have no anchor. */
    public ClassLoader classLoader() {
        return classLoader;
    }

    /** What {@code ${name}} in a script stands for; none means that scripts are taken as they are. */
    public Map<String, String> placeholders() {
        return placeholders;
    }

    /** Whether a location may hold no migration. */
    public boolean noMigrationsAllowed() {
        return noMigrationsAllowed;
    }

    /** Those in Java; those in SQL are beside the migrations. */
    public MigrationCallbacks callbacks() {
        return callbacks;
    }

    /** Collects settings; each method refuses a bad value at once. Used by one thread. */
    public static final class Builder {

        private static final Pattern TABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,29}");
        private static final Pattern PLACEHOLDER = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,99}");

        private final List<MigrationLocation> locations = new ArrayList<>();
        private final List<MigrationSource> sources = new ArrayList<>();
        private final Map<String, String> placeholders = new LinkedHashMap<>();
        private String historyTable = "dbops_history";
        private ClassLoader classLoader = ClassLoader.getSystemClassLoader();
        private boolean noMigrationsAllowed;
        private MigrationCallbacks callbacks = MigrationCallbacks.none();

        private Builder() {}

        /** Another builder with the same values. */
        public Builder copy() {
            Builder copy = new Builder();
            copy.locations.addAll(locations);
            copy.sources.addAll(sources);
            copy.placeholders.putAll(placeholders);
            copy.historyTable = historyTable;
            copy.classLoader = classLoader;
            copy.noMigrationsAllowed = noMigrationsAllowed;
            copy.callbacks = callbacks;
            return copy;
        }

        /** Adds a location; one that is already there would give every migration twice, and is refused. */
        public Builder location(MigrationLocation location) {
            if (locations.contains(location)) {
                throw new IllegalArgumentException("the location " + location + " was already given");
            }
            locations.add(location);
            return this;
        }

        public Builder source(MigrationSource source) {
            sources.add(Objects.requireNonNull(source, "source"));
            return this;
        }

        public Builder historyTable(String name) {
            if (!TABLE.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        "a history table's name is 1 to 30 letters, digits or underscores, not '" + name + "'");
            }
            this.historyTable = name;
            return this;
        }

        public Builder classLoader(ClassLoader loader) {
            this.classLoader = Objects.requireNonNull(loader, "classLoader");
            return this;
        }

        public Builder placeholder(String name, String value) {
            if (!PLACEHOLDER.matcher(name).matches()) {
                throw new IllegalArgumentException("a placeholder's name begins with a letter or underscore and goes on"
                        + " with letters, digits, '_', '.' and '-', at most 100 characters; '" + name
                        + "' does not");
            }
            placeholders.put(name, Objects.requireNonNull(value, "value"));
            return this;
        }

        public Builder callback(CallbackMoment moment, MigrationCallback callback) {
            this.callbacks = callbacks.and(moment, callback);
            return this;
        }

        public Builder allowNoMigrations() {
            this.noMigrationsAllowed = true;
            return this;
        }

        /** Whether there is any place to look for migrations. */
        public boolean hasSources() {
            return !locations.isEmpty() || !sources.isEmpty();
        }

        public MigrationSettings build() {
            return new MigrationSettings(this);
        }
    }
}
