package io.dbops.spi.snapshot;

import java.util.Set;
import java.util.function.Predicate;

/** What a snapshot is of, what it may hold although it is no snapshot of it, and what it may leave out. Immutable. */
public final class SnapshotScope {

    private static final SnapshotScope ALL = new SnapshotScope(Set.of(), false, name -> false);

    private final Set<String> schemas;
    private final boolean acceptsNonTransactional;
    private final Predicate<String> acceptsUncaptured;

    private SnapshotScope(Set<String> schemas, boolean acceptsNonTransactional, Predicate<String> acceptsUncaptured) {
        this.schemas = Set.copyOf(schemas);
        this.acceptsNonTransactional = acceptsNonTransactional;
        this.acceptsUncaptured = acceptsUncaptured;
    }

    /** Every schema of applications, transactional tables only, nothing left out. */
    public static SnapshotScope all() {
        return ALL;
    }

    /** These schemas, transactional tables only, nothing left out; empty for every schema of applications. */
    public static SnapshotScope of(Set<String> schemas) {
        return new SnapshotScope(schemas, false, name -> false);
    }

    /** The same, and tables that take part in no transaction are accepted as they stand at their turn. */
    public SnapshotScope acceptingNonTransactional() {
        return new SnapshotScope(schemas, true, acceptsUncaptured);
    }

    /** The same, and what exists and cannot be captured may be left out where it has one of these names. */
    public SnapshotScope acceptingUncaptured(Set<String> names) {
        return new SnapshotScope(schemas, acceptsNonTransactional, Set.copyOf(names)::contains);
    }

    /** The same, and whatever cannot be captured may be left out: for a look at the rows alone. */
    public SnapshotScope acceptingAllUncaptured() {
        return new SnapshotScope(schemas, acceptsNonTransactional, name -> true);
    }

    /** Catalogue spelling; empty for every schema of applications (on MySQL and MariaDB: the connection's database). */
    public Set<String> schemas() {
        return schemas;
    }

    /** Whether tables without transactions are read too; if not, they are faults. */
    public boolean acceptsNonTransactional() {
        return acceptsNonTransactional;
    }

    /** Whether what has that name, as {@link Omissions} has it, may be left out; if not, it is a fault. */
    public boolean acceptsUncaptured(String name) {
        return acceptsUncaptured.test(name);
    }
}
