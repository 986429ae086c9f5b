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

    /** Begins the tag of a backup of what a restore replaced; the label of the backup that was restored follows. */
    public static final String REPLACED_BY = "replaced-by/";

    /** What the catalogue tells of it. */
    public BackupInfo info() {
        return manifest.info().with(marks);
    }

    /** Whether it is of what a restore replaced: nobody who asks for the newest means it. */
    public boolean isReplaced() {
        return marks.tags().stream().anyMatch(tag -> tag.startsWith(REPLACED_BY));
    }

    CatalogEntry with(BackupMarks said) {
        return new CatalogEntry(manifest, sha256, said);
    }

    Head head() {
        return new Head(new Predecessor(manifest.label(), sha256), manifest.sequence());
    }
}
