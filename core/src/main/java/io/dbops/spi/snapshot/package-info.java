/**
 * The snapshot form of a backup: what a strategy hands the backup engine (definitions, tables, chunks, readers) and takes
 * back (definitions, chunks, loaders). Fed by the dialect modules, read by dbops-backup.
 */
@NullMarked
package io.dbops.spi.snapshot;

import org.jspecify.annotations.NullMarked;
