package io.dbops.migration.source;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;

/**
 * The migrations that sources give, in no order. Jars stay open until it is closed, so that reading many scripts opens each once.
 * Used by one thread.
 */
public final class Definitions implements AutoCloseable {

    private final List<Scan> scans;
    private final List<ResolvedMigration> migrations;
    private final Callbacks callbacks;
    private final List<DbOpsException> faults;
    private final List<String> orphans;

    Definitions(
            List<Scan> scans,
            List<ResolvedMigration> migrations,
            Callbacks callbacks,
            List<DbOpsException> faults,
            List<String> orphans) {
        this.scans = List.copyOf(scans);
        this.migrations = List.copyOf(migrations);
        this.callbacks = callbacks;
        this.faults = List.copyOf(faults);
        this.orphans = List.copyOf(orphans);
    }

    public List<ResolvedMigration> migrations() {
        return migrations;
    }

    /** What is to be called around them. */
    public Callbacks callbacks() {
        return callbacks;
    }

    /** What a person should know, each one sentence. */
    public List<String> warnings() {
        return scans.stream().flatMap(scan -> scan.warnings().stream()).toList();
    }

    /** What could not be taken as a migration, and why. */
    public List<DbOpsException> faults() {
        return faults;
    }

    /** Undo scripts of which there is no migration, each as one sentence. They do no harm until somebody relies on them. */
    public List<String> orphans() {
        return orphans;
    }

    /** Reads every script that an index speaks of; tells which indexes are not of the files beside them, and how. */
    public List<String> indexFaults() {
        List<String> found = new ArrayList<>();
        for (Scan scan : scans) {
            for (IndexedPlace place : scan.indexed()) {
                String differences = place.wholly();
                if (!differences.isEmpty()) {
                    found.add("the index " + place.where() + " is stale: " + differences);
                }
            }
        }
        return found;
    }

    /** These, or one error that names every fault; then it is closed. */
    Definitions orFail() {
        if (faults.isEmpty()) {
            return this;
        }
        close();
        if (faults.size() == 1) {
            throw faults.get(0);
        }
        List<String> what = faults.stream().map(DbOpsException::what).toList();
        DbOpsException all = DbOpsException.of(
                        ErrorCode.MIGRATION_INVALID,
                        what.size() + " faults in the migrations: " + String.join("; ", what))
                .hint("Correct them all; nothing was run.")
                .build();
        faults.forEach(all::addSuppressed);
        throw all;
    }

    @Override
    public void close() {
        scans.forEach(Scan::close);
    }
}
