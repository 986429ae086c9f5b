/**
 * What would run, written down for the database's own client. Reads scripts, and no database.
 */
@NullMarked
package io.dbops.migration.preview;

import org.jspecify.annotations.NullMarked;
