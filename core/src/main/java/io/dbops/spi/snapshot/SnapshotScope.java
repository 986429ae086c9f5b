package io.dbops.spi.snapshot;

import java.util.Set;

/** What a snapshot is of, and what it may hold although it is no snapshot of it. Immutable. */
public final class SnapshotScope {

    private static final SnapshotScope ALL = new SnapshotScope(Set.of(), false);

    private final Set<String> schemas;
    private final boolean acceptsNonTransactional;

    private SnapshotScope(Set<String> schemas, boolean acceptsNonTransactional) {
        this.schemas = Set.copyOf(schemas);
        this.acceptsNonTransactional = acceptsNonTransactional;
    }

    /** Every schema of applications, transactional tables only. */
    public static SnapshotScope all() {
        return ALL;
    }

    /** These schemas, transactional tables only; empty for every schema of applications. */
    public static SnapshotScope of(Set<String> schemas) {
        return new SnapshotScope(schemas, false);
    }

    /** The same, and tables that take part in no transaction are accepted as they stand at their turn. */
    public SnapshotScope acceptingNonTransactional() {
        return new SnapshotScope(schemas, true);
    }

    /** Catalogue spelling; empty for every schema of applications (on MySQL and MariaDB: the connection's database). */
    public Set<String> schemas() {
        return schemas;
    }

    /** Whether tables without transactions are read too; if not, they are faults. */
    public boolean acceptsNonTransactional() {
        return acceptsNonTransactional;
    }
}
