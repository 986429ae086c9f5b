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
 * @param text digest of the rows in their order, lower-case hexadecimal
 */
public record ChunkContents(
        int number, String range, ObjectKey object, long rows, long bytes, String digest, String text) {

    /** Whether it holds the same rows of the same range, in the same order. */
    public boolean isSameAs(ChunkContents other) {
        return range.equals(other.range)
                && rows == other.rows
                && bytes == other.bytes
                && digest.equals(other.digest)
                && text.equals(other.text);
    }

    /** The same as the chunk of that number. */
    public ChunkContents numbered(int another) {
        return new ChunkContents(another, range, object, rows, bytes, digest, text);
    }
}
