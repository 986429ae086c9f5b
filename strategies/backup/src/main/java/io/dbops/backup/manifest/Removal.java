package io.dbops.backup.manifest;

import io.dbops.backup.BackupLabel;
import java.time.Instant;

/**
 * That a backup does not count any more, or that a run which never became one is given up. Its objects stay for a while.
 *
 * @param repository the id of the repository
 * @param label of the backup, or of the run
 * @param manifest the digest of the backup's manifest file; empty for a run without one
 * @param sequence of the backup; 0 for a run without manifest
 * @param at when it was removed, by the remover's clock
 * @param reason one sentence
 */
public record Removal(String repository, BackupLabel label, String manifest, long sequence, Instant at, String reason) {

    /** Whether it is of a run that wrote no manifest. */
    public boolean isOfAbandoned() {
        return manifest.isEmpty();
    }
}
