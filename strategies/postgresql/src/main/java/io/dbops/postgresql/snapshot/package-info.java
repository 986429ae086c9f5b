/**
 * The snapshot strategy for PostgreSQL: one exported snapshot under ACCESS SHARE locks, rows by ranges of heap blocks in COPY
 * text. Definitions come from {@code io.dbops.postgresql.catalog}; the backup engine reads and loads through it.
 */
@NullMarked
package io.dbops.postgresql.snapshot;

import org.jspecify.annotations.NullMarked;
