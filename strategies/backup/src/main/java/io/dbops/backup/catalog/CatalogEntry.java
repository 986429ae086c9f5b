package io.dbops.backup.catalog;

import io.dbops.backup.manifest.BackupManifest;
import io.dbops.backup.manifest.Predecessor;

/**
 * A manifest that is trusted.
 *
 * @param manifest what it says
 * @param sha256 the digest of its whole file
 */
public record CatalogEntry(BackupManifest manifest, String sha256) {

    Head head() {
        return new Head(new Predecessor(manifest.label(), sha256), manifest.sequence());
    }
}
