/**
 * The dialects of MySQL and MariaDB. They speak over a connection that the application's driver made, and serve the
 * migration engine with facts, session control and {@code GET_LOCK}.
 */
@NullMarked
package io.dbops.mysql;

import org.jspecify.annotations.NullMarked;
