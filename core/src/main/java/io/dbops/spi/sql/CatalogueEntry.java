package io.dbops.spi.sql;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a catalogue says of one object at one moment. Immutable. */
public final class CatalogueEntry {

    private static final CatalogueEntry ABSENT = new CatalogueEntry("", null, null);

    private final String definition;
    private final @Nullable String removal;
    private final @Nullable String unknown;

    private CatalogueEntry(String definition, @Nullable String removal, @Nullable String unknown) {
        this.definition = definition;
        this.removal = removal;
        this.unknown = unknown;
    }

    /** There is no such object. */
    public static CatalogueEntry absent() {
        return ABSENT;
    }

    /** There is one, complete, and that is all that defines it. */
    public static CatalogueEntry of(String definition) {
        return new CatalogueEntry(definition, null, null);
    }

    /**
     * A statement that broke off left one that serves for nothing, such as an invalid index.
     *
     * @param removal the statement that removes it
     */
    public static CatalogueEntry broken(String definition, String removal) {
        return new CatalogueEntry(definition, removal, null);
    }

    /**
     * It cannot be told.
     *
     * @param why in a clause, for a person: {@code the role may not read mysql.user}
     */
    public static CatalogueEntry unknown(String why) {
        return new CatalogueEntry("", null, why);
    }

    public boolean isAbsent() {
        return definition.isEmpty() && unknown == null;
    }

    /** Empty when the object is absent or unknown. */
    public String definition() {
        return definition;
    }

    /** The statement that removes what a statement that broke off has left; empty when the object is whole. */
    public Optional<String> removal() {
        return Optional.ofNullable(removal);
    }

    /** Why it cannot be told what there is. */
    public Optional<String> unknownBecause() {
        return Optional.ofNullable(unknown);
    }
}
