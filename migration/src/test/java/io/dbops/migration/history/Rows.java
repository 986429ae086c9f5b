package io.dbops.migration.history;

import io.dbops.migration.MigrationState;
import io.dbops.migration.source.ResolvedMigration;
import io.dbops.migration.source.Version;

/** History rows that no database has seen. */
public final class Rows {

    private Rows() {}

    public static HistoryRow completed(int seq, ResolvedMigration migration) {
        return row(
                seq,
                migration.id(),
                migration.version().map(Version::toString).orElse("1"),
                migration.kind().name(),
                migration.location(),
                migration.sourceDigest(),
                MigrationState.COMPLETED);
    }

    public static HistoryRow row(
            int seq, String id, String version, String kind, String script, String digest, MigrationState state) {
        return new HistoryRow(
                seq,
                id,
                version,
                id,
                "MIXED",
                kind,
                script,
                1,
                "sum of " + digest,
                digest,
                state,
                1,
                0,
                "2026-11-22T09:30:00Z",
                5,
                "app",
                null,
                0,
                "-",
                null);
    }
}
