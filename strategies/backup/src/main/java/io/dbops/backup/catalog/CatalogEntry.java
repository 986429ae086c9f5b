package io.dbops.backup.catalog;

import io.dbops.backup.BackupInfo;
import io.dbops.backup.BackupMarks;
import io.dbops.backup.manifest.BackupManifest;
import io.dbops.backup.manifest.Predecessor;

/**
 * A manifest that is trusted.
 *
 * @param manifest what it says
 * @param sha256 the digest of its whole file
 * @param marks what was said of it
 */
public record CatalogEntry(BackupManifest manifest, String sha256, BackupMarks marks) {

    /** What the catalogue tells of it. */
    public BackupInfo info() {
        return manifest.info().with(marks);
    }

    CatalogEntry with(BackupMarks said) {
        return new CatalogEntry(manifest, sha256, said);
    }

    Head head() {
        return new Head(new Predecessor(manifest.label(), sha256), manifest.sequence());
    }
}
