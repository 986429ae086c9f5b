/**
 * The history table, the statement journal and the lease row: what ran, what runs, what failed, who may run. Fed by execution
 * and the lock; feeds planning, validation and the next run after a crash.
 */
@NullMarked
package io.dbops.migration.history;

import org.jspecify.annotations.NullMarked;
