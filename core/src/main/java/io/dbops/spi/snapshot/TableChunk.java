package io.dbops.spi.snapshot;

import io.dbops.value.QualifiedName;

/**
 * One physical range of a table.
 *
 * @param table its table
 * @param number from 0 within the table
 * @param range the strategy's own notation of the range, kept by the manifest; empty for a whole table
 */
public record TableChunk(QualifiedName table, int number, String range) {}
