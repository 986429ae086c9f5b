package io.dbops.backup.manifest;

import io.dbops.backup.BackupLabel;

/**
 * A manifest that a later one builds on.
 *
 * @param label its label
 * @param sha256 the digest of its whole file, lower-case hexadecimal
 */
public record Predecessor(BackupLabel label, String sha256) {}
