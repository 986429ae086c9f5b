/**
 * How schemas of PostgreSQL are emptied: what they hold, from its catalogue, and an order of drops from what depends on what. Fed
 * by pg_depend, read by the dialect.
 */
@NullMarked
package io.dbops.postgresql.clean;

import org.jspecify.annotations.NullMarked;
