package io.dbops.backup.catalog;

import io.dbops.backup.manifest.Predecessor;

/**
 * A backup that no other one follows yet.
 *
 * @param predecessor as the next manifest names it
 * @param sequence its own
 */
public record Head(Predecessor predecessor, long sequence) {}
