/**
 * Runs one migration: in one transaction where the database can, else unit by unit under the journal. Fed by planned
 * migrations; feeds the history.
 */
@NullMarked
package io.dbops.migration.execute;

import org.jspecify.annotations.NullMarked;
