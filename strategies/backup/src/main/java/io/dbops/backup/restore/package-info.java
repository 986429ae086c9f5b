/**
 * Gives a backup back: preflight, definitions, rows with several loaders, definitions, and the comparison of the target's rows with
 * the backup's. Fed by catalogue and store, feeds a backup strategy.
 */
@NullMarked
package io.dbops.backup.restore;

import org.jspecify.annotations.NullMarked;
