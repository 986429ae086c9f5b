package io.dbops.backup.pipeline;

import io.dbops.spi.snapshot.TableChunk;
import io.dbops.spi.snapshot.TableData;

/**
 * A chunk to be read.
 *
 * @param table its table
 * @param chunk the chunk
 */
record ChunkJob(TableData table, TableChunk chunk) {

    @Override
    public String toString() {
        int count = table.chunks().size();
        return table.name() + (count == 1 ? "" : " (" + (chunk.number() + 1) + " of " + count + ")");
    }
}
