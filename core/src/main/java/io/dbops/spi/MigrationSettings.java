package io.dbops.spi;

import java.util.List;

/**
 * What the builder was told about migrations. Immutable.
 */
public final class MigrationSettings {

    private final List<String> locations;
    private final List<MigrationSource> sources;
    private final String historyTable;
    private final ClassLoader classLoader;

    public MigrationSettings(
            List<String> locations, List<MigrationSource> sources, String historyTable, ClassLoader classLoader) {
        this.locations = List.copyOf(locations);
        this.sources = List.copyOf(sources);
        this.historyTable = historyTable;
        this.classLoader = classLoader;
    }

    /** {@code classpath:a/b} or {@code directory:/a/b}, checked for their form by the builder. */
    public List<String> locations() {
        return locations;
    }

    public List<MigrationSource> sources() {
        return sources;
    }

    /** Unquoted; in the schema that is current on the connection. */
    public String historyTable() {
        return historyTable;
    }

    /** Reads class-path locations. */
    public ClassLoader classLoader() {
        return classLoader;
    }
}
