package io.dbops.backup.catalog;

import io.dbops.backup.manifest.Predecessor;
import io.dbops.backup.manifest.Removal;
import java.time.Instant;

/**
 * A removal that is trusted.
 *
 * @param removal what it says
 * @param storedAt when the store took it, by the store's clock
 */
public record RemovedBackup(Removal removal, Instant storedAt) {

    Head head() {
        return new Head(new Predecessor(removal.label(), removal.manifest()), removal.sequence());
    }
}
