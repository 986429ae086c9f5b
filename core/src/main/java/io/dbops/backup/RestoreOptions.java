package io.dbops.backup;

import io.dbops.option.OnceOnly;
import io.dbops.value.ByteSize;
import io.dbops.value.QualifiedName;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How to restore. Immutable. */
public final class RestoreOptions {

    private static final RestoreOptions DEFAULTS = builder().build();

    private final int parallelism;
    private final boolean resume;
    private final boolean replaceExisting;
    private final Set<String> schemas;
    private final Set<QualifiedName> tables;
    private final Owners owners;
    private final @Nullable Duration timeout;
    private final @Nullable ByteSize bytesPerSecond;

    private RestoreOptions(Builder builder) {
        this.timeout = builder.timeout;
        this.bytesPerSecond = builder.bytesPerSecond;
        this.owners = builder.owners;
        this.parallelism = builder.parallelism;
        this.resume = builder.resume;
        this.replaceExisting = builder.replaceExisting;
        this.schemas = Set.copyOf(builder.schemas);
        this.tables = Set.copyOf(builder.tables);
    }

    public static RestoreOptions defaults() {
        return DEFAULTS;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** How many chunks are loaded, or indexes made, at once; 3 by default. The database may allow fewer. */
    public int parallelism() {
        return parallelism;
    }

    /**
     * Whether to go on with the restore of the same backup that was interrupted in this target, as after a crash; false by default.
     * Chunks that are in are not loaded again, and everything is compared at the end. Only a restore of everything can be resumed.
     */
    public boolean resume() {
        return resume;
    }

    /**
     * Whether what the target holds in the schemas of the backup is replaced; false by default: a target that is not empty is refused. It
     * is kept until the new is complete, as a full backup in the same repository, which needs the writer's keys: a restore that fails puts
     * it back, and {@link RestoreReport#replaced()} names it. What others write meanwhile is lost. Schemas can be replaced, single tables
     * cannot.
     */
    public boolean replaceExisting() {
        return replaceExisting;
    }

    /**
     * The schemas of the backup to restore, with all that lies in them; empty, the default, for everything, unless {@link #tables()}
     * are chosen.
     */
    public Set<String> schemas() {
        return schemas;
    }

    /**
     * The tables of the backup to restore, in the catalogue's spelling: each with its rows, keys, indexes, triggers, policies and
     * comments, and what its definition needs, such as types. The target may hold other tables, which stay as they are, and what
     * such a table needs and is there stays too. Foreign keys to tables that are not chosen are left out, and named.
     */
    public Set<QualifiedName> tables() {
        return tables;
    }

    /** What is done with owners, privileges and definers; {@link Owners#kept()} by default. */
    public Owners owners() {
        return owners;
    }

    /** How many bytes of rows, uncompressed, are loaded in a second at most, by all workers together; empty, the default, for no limit. */
    public Optional<ByteSize> bytesPerSecond() {
        return Optional.ofNullable(bytesPerSecond);
    }

    /** The time for the whole call; empty, the default, for none. */
    public Optional<Duration> timeout() {
        return Optional.ofNullable(timeout);
    }

    /** A builder with these options; each may be overridden once. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** Collects options, each set at most once; used by one thread. */
    public static final class Builder {
        private final OnceOnly once = new OnceOnly();
        private int parallelism = 3;
        private boolean resume;
        private boolean replaceExisting;
        private Set<String> schemas = Set.of();
        private Set<QualifiedName> tables = Set.of();
        private Owners owners = Owners.kept();
        private @Nullable Duration timeout;
        private @Nullable ByteSize bytesPerSecond;

        private Builder() {}

        private Builder(RestoreOptions options) {
            this.timeout = options.timeout;
            this.bytesPerSecond = options.bytesPerSecond;
            this.owners = options.owners;
            this.parallelism = options.parallelism;
            this.resume = options.resume;
            this.replaceExisting = options.replaceExisting;
            this.schemas = options.schemas;
            this.tables = options.tables;
        }

        public Builder parallelism(int loaders) {
            this.parallelism = once.parallelism(loaders);
            return this;
        }

        public Builder schemas(String... names) {
            if (names.length == 0) {
                throw new IllegalArgumentException("name at least one schema");
            }
            this.schemas = once.set("schemas", Set.of(names));
            return this;
        }

        public Builder tables(QualifiedName... names) {
            if (names.length == 0) {
                throw new IllegalArgumentException("name at least one table");
            }
            this.tables = once.set("tables", Set.of(names));
            return this;
        }

        public Builder owners(Owners policy) {
            this.owners = once.set("owners", policy);
            return this;
        }

        public Builder resume() {
            this.resume = once.set("resume", true);
            return this;
        }

        public Builder replaceExisting() {
            this.replaceExisting = once.set("replaceExisting", true);
            return this;
        }

        public Builder bytesPerSecond(ByteSize most) {
            if (most.bytes() == 0) {
                throw new IllegalArgumentException("bytesPerSecond is more than zero");
            }
            this.bytesPerSecond = once.set("bytesPerSecond", most);
            return this;
        }

        public Builder timeout(Duration limit) {
            this.timeout = once.timeout(limit);
            return this;
        }

        public RestoreOptions build() {
            if (resume && !(schemas.isEmpty() && tables.isEmpty())) {
                throw new IllegalStateException(
                        "resume() goes on with a restore of everything: choose no schemas or tables with it, drop what was"
                                + " restored of them, and restore them anew");
            }
            if (replaceExisting && (resume || !tables.isEmpty())) {
                throw new IllegalStateException("replaceExisting() replaces what whole schemas hold: "
                        + (resume ? "resume() goes on with a restore" : "drop the tables that are to be restored")
                        + " without it");
            }
            return new RestoreOptions(this);
        }
    }
}
