package io.dbops.backup.catalog;

import io.dbops.backup.manifest.BackupManifest;

/**
 * A manifest that is trusted.
 *
 * @param manifest what it says
 * @param sha256 the digest of its whole file
 */
public record CatalogEntry(BackupManifest manifest, String sha256) {}
