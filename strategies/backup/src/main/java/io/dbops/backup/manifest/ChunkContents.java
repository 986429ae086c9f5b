package io.dbops.backup.manifest;

import io.dbops.spi.ObjectKey;

/**
 * One chunk of a table, as stored.
 *
 * @param number from 0 within the table
 * @param range the strategy's notation of the physical range
 * @param object where its rows are
 * @param rows lines
 * @param bytes length before compression
 * @param digest content digest, lower-case hexadecimal
 */
public record ChunkContents(int number, String range, ObjectKey object, long rows, long bytes, String digest) {}
