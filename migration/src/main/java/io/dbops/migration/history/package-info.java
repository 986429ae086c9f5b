/**
 * The history table and the statement journal: what ran, what runs, what failed. Fed by execution; feeds planning,
 * validation and the next run after a crash.
 */
@NullMarked
package io.dbops.migration.history;

import org.jspecify.annotations.NullMarked;
