/**
 * Decides purely what to run and in which order. Fed by resolved migrations and a snapshot of the history; feeds the engine.
 */
@NullMarked
package io.dbops.migration.plan;

import org.jspecify.annotations.NullMarked;
