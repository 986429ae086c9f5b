/**
 * The snapshot backup of one database: consistent readers, tables cut along their clustered keys, LOAD DATA text, definitions,
 * and loading all of it again. Driven by the backup engine through its SPI.
 */
@NullMarked
package io.dbops.mysql.snapshot;

import org.jspecify.annotations.NullMarked;
