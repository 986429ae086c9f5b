/**
 * H2, embedded or as a server: facts, lock and sessions for the migration engine, the snapshot strategy for the backup engine.
 * Found by ServiceLoader; knows neither engine.
 */
@NullMarked
package io.dbops.h2;

import org.jspecify.annotations.NullMarked;
