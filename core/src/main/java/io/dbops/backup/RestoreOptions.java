package io.dbops.backup;

/** How to restore. Immutable. */
public final class RestoreOptions {

    private static final RestoreOptions DEFAULTS = builder().build();

    private final int parallelism;

    private RestoreOptions(Builder builder) {
        this.parallelism = builder.parallelism;
    }

    public static RestoreOptions defaults() {
        return DEFAULTS;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** How many chunks are loaded at once; 2 by default. The database may allow fewer. */
    public int parallelism() {
        return parallelism;
    }

    /** Collects options; used by one thread. */
    public static final class Builder {
        private int parallelism = 2;

        private Builder() {}

        public Builder parallelism(int loaders) {
            if (loaders < 1 || loaders > 64) {
                throw new IllegalArgumentException("parallelism is 1 to 64, not " + loaders);
            }
            this.parallelism = loaders;
            return this;
        }

        public RestoreOptions build() {
            return new RestoreOptions(this);
        }
    }
}
