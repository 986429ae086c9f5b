package io.dbops.spi.sql;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a catalogue says of one object at one moment. Immutable. */
public final class CatalogueEntry {

    private static final CatalogueEntry ABSENT = new CatalogueEntry("", null, null, List.of(), null);

    private final String definition;
    private final @Nullable String removal;
    private final @Nullable String unknown;
    private final List<String> leftovers;
    private final @Nullable String completion;

    private CatalogueEntry(
            String definition,
            @Nullable String removal,
            @Nullable String unknown,
            List<String> leftovers,
            @Nullable String completion) {
        this.definition = definition;
        this.removal = removal;
        this.unknown = unknown;
        this.leftovers = leftovers;
        this.completion = completion;
    }

    /** There is no such object. */
    public static CatalogueEntry absent() {
        return ABSENT;
    }

    /** There is one, complete, and that is all that defines it. */
    public static CatalogueEntry of(String definition) {
        return new CatalogueEntry(definition, null, null, List.of(), null);
    }

    /**
     * A statement that broke off left one that serves for nothing, such as an invalid index.
     *
     * @param removal the statement that removes it
     */
    public static CatalogueEntry broken(String definition, String removal) {
        return new CatalogueEntry(definition, removal, null, List.of(), null);
    }

    /**
     * This, and beside it what looks like the copies that statements which broke off were making of the object.
     *
     * @param removals the statements that remove them, one each
     */
    public CatalogueEntry beside(List<String> removals) {
        return new CatalogueEntry(definition, removal, unknown, List.copyOf(removals), completion);
    }

    /**
     * There is none, because a statement that broke off had removed it and not yet put its finished copy in its place.
     *
     * @param completion the statement that does
     */
    public static CatalogueEntry unfinished(String completion, List<String> removals) {
        return new CatalogueEntry("", null, null, List.copyOf(removals), completion);
    }

    /**
     * It cannot be told.
     *
     * @param why in a clause, for a person: {@code the role may not read mysql.user}
     */
    public static CatalogueEntry unknown(String why) {
        return new CatalogueEntry("", null, why, List.of(), null);
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

    /** The statements that remove what lies beside the object; whoever runs them knows that it was not there before. */
    public List<String> leftovers() {
        return leftovers;
    }

    /** The statement that puts the finished copy in the object's place. */
    public Optional<String> completion() {
        return Optional.ofNullable(completion);
    }

    /** Why it cannot be told what there is. */
    public Optional<String> unknownBecause() {
        return Optional.ofNullable(unknown);
    }
}
