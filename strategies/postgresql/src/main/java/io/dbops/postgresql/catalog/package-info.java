/**
 * Reads the definitions of a database's objects from PostgreSQL's catalogue and puts them into an order in which they can
 * be run. Fed by the snapshot's leading connection, read by {@code io.dbops.postgresql.snapshot}. Not API.
 */
@NullMarked
package io.dbops.postgresql.catalog;

import org.jspecify.annotations.NullMarked;
