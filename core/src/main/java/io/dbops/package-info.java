/**
 * The entry point: {@link io.dbops.DbOps} and its builder. An application calls it; it hands the work to the engines it
 * finds through the SPI.
 */
@NullMarked
package io.dbops;

import org.jspecify.annotations.NullMarked;
