/**
 * The key file of a backup repository: generated once, kept by the application, and read at the start of each operation
 * as its {@link io.dbops.spi.KeyProvider}.
 */
@NullMarked
package io.dbops.backup.key;

import org.jspecify.annotations.NullMarked;
