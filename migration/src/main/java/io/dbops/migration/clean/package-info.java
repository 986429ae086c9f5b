/**
 * Emptying schemas: what was allowed, the plan, its execution under the migration lock. Fed by a dialect's
 * {@link io.dbops.spi.sql.SchemaCleaner}, called by the engine.
 */
@NullMarked
package io.dbops.migration.clean;

import org.jspecify.annotations.NullMarked;
