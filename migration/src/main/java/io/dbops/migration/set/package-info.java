/**
 * A set of migrations without a database: what unit tests check and tools show. Fed by sources; feeds people.
 */
@NullMarked
package io.dbops.migration.set;

import org.jspecify.annotations.NullMarked;
