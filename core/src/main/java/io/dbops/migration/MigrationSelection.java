package io.dbops.migration;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which of the pending migrations a run is about; without any condition, all. A selection never takes in what it does not name:
 * when a selected migration depends on one that is neither applied nor selected, the run is refused. Immutable.
 */
public final class MigrationSelection {

    private static final MigrationSelection ALL = new MigrationSelection(null, null, 0, Set.of());

    private final @Nullable String target;
    private final @Nullable String only;
    private final int count;
    private final Set<String> tags;

    private MigrationSelection(@Nullable String target, @Nullable String only, int count, Set<String> tags) {
        this.target = target;
        this.only = only;
        this.count = count;
        this.tags = tags;
    }

    public static MigrationSelection all() {
        return ALL;
    }

    /** All that a full run would apply up to and including the migration with that id or version. */
    public MigrationSelection upTo(String idOrVersion) {
        return new MigrationSelection(named(idOrVersion, "target"), only, count, tags);
    }

    /** That migration alone. */
    public MigrationSelection only(String id) {
        return new MigrationSelection(target, named(id, "only"), count, tags);
    }

    /** The first so many of what the other conditions leave. */
    public MigrationSelection first(int number) {
        if (number < 1) {
            throw new IllegalArgumentException("count is 1 or more, not " + number);
        }
        return new MigrationSelection(target, only, number, tags);
    }

    /** Those with at least one of these tags. */
    public MigrationSelection tagged(String... anyOf) {
        Set<String> set = new LinkedHashSet<>();
        for (String tag : anyOf) {
            set.add(named(tag, "tags"));
        }
        if (set.isEmpty()) {
            throw new IllegalArgumentException("tags needs at least one tag");
        }
        return new MigrationSelection(target, only, count, Set.copyOf(set));
    }

    private static String named(String text, String what) {
        if (text.isBlank()) {
            throw new IllegalArgumentException(what + " is not blank");
        }
        return text;
    }

    /** The id or version of the last migration. */
    public Optional<String> target() {
        return Optional.ofNullable(target);
    }

    /** The id of the one migration. */
    public Optional<String> only() {
        return Optional.ofNullable(only);
    }

    public OptionalInt count() {
        return count == 0 ? OptionalInt.empty() : OptionalInt.of(count);
    }

    /** Empty for no condition. */
    public Set<String> tags() {
        return tags;
    }

    public boolean isAll() {
        return target == null && only == null && count == 0 && tags.isEmpty();
    }

    /** The conditions, as they are called in {@link MigrateOptions}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        target().ifPresent(id -> text.append(" target ").append(id));
        only().ifPresent(id -> text.append(" only ").append(id));
        count().ifPresent(number -> text.append(" count ").append(number));
        if (!tags.isEmpty()) {
            text.append(" tags ")
                    .append(String.join(" or ", tags.stream().sorted().toList()));
        }
        return text.length() == 0 ? "all" : text.substring(1);
    }
}
