package io.dbops.migration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a clean may empty. Nothing unless it is named: the schema together with its database, so that the same program with
 * the URL of another database is refused. Immutable.
 */
public final class CleanOptions {

    /**
     * A schema that may be emptied.
     *
     * @param database the database that holds it, as the server names it; null where a schema is a database
     * @param schema its name, exactly as the catalogue spells it
     */
    public record Target(@Nullable String database, String schema) {

        /** For people. */
        @Override
        public String toString() {
            return "schema " + schema + (database == null ? "" : " of database " + database);
        }
    }

    private static final CleanOptions DEFAULTS = builder().build();

    private final List<Target> allowed;
    private final Duration lockWait;
    private final @Nullable Duration timeout;

    private CleanOptions(Builder builder) {
        this.allowed = List.copyOf(builder.allowed);
        this.lockWait = builder.lockWait;
        this.timeout = builder.timeout;
    }

    /** Allows nothing: good for a plan, and refused by a clean. */
    public static CleanOptions defaults() {
        return DEFAULTS;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** The schemas to empty; with none, a plan is made for the connection's current schema, and a clean is refused. */
    public List<Target> allowed() {
        return allowed;
    }

    /** The longest wait for the migration lock; 5 minutes by default. */
    public Duration lockWait() {
        return lockWait;
    }

    /** The time for cleaning, the wait for the lock included; empty, the default, for none. */
    public Optional<Duration> timeout() {
        return Optional.ofNullable(timeout);
    }

    /** Collects options; used by one thread. */
    public static final class Builder {
        private final List<Target> allowed = new ArrayList<>();
        private Duration lockWait = Duration.ofMinutes(5);
        private @Nullable Duration timeout;

        private Builder() {}

        /** Asks for that schema of that database to be emptied, where a database holds several schemas. */
        public Builder allow(String database, String schema) {
            return allow(new Target(named(database, "database"), named(schema, "schema")));
        }

        /** Asks for that schema to be emptied, where a schema is a database (MySQL, MariaDB). */
        public Builder allow(String schema) {
            return allow(new Target(null, named(schema, "schema")));
        }

        private Builder allow(Target target) {
            if (allowed.contains(target)) {
                throw new IllegalArgumentException(target + " is already allowed");
            }
            allowed.add(target);
            return this;
        }

        public Builder lockWait(Duration wait) {
            if (wait.isNegative()) {
                throw new IllegalArgumentException("lockWait is zero or more, not " + wait);
            }
            this.lockWait = wait;
            return this;
        }

        public Builder timeout(Duration limit) {
            if (limit.isNegative() || limit.isZero()) {
                throw new IllegalArgumentException("timeout is more than zero, not " + limit);
            }
            this.timeout = limit;
            return this;
        }

        public CleanOptions build() {
            return new CleanOptions(this);
        }

        private static String named(String name, String what) {
            if (name.isEmpty()) {
                throw new IllegalArgumentException("a " + what + " has a name");
            }
            return name;
        }
    }
}
