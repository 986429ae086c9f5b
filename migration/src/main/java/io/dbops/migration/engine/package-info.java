/**
 * The migration engine: what core's vocabulary promises, put together from sources, planner, lock, executor and history.
 */
@NullMarked
package io.dbops.migration.engine;

import org.jspecify.annotations.NullMarked;
