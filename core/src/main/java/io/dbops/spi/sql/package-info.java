/**
 * Facts about a database as data, and the few primitives that differ between databases. Dialects supply them, the engines' control flow reads them.
 */
@NullMarked
package io.dbops.spi.sql;

import org.jspecify.annotations.NullMarked;
