package io.dbops.backup.restore;

import io.dbops.backup.manifest.ChunkContents;
import io.dbops.spi.snapshot.TableChunk;
import io.dbops.spi.snapshot.TableData;

/**
 * A chunk to be loaded.
 *
 * @param table its table
 * @param chunk the chunk
 * @param contents where its rows are, and what they must be
 */
record LoadJob(TableData table, TableChunk chunk, ChunkContents contents) {

    @Override
    public String toString() {
        int count = table.chunks().size();
        return table.name() + (count == 1 ? "" : " (" + (chunk.number() + 1) + " of " + count + ")");
    }
}
