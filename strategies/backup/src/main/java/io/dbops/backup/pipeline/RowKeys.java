package io.dbops.backup.pipeline;

import io.dbops.backup.BackupLabel;
import io.dbops.backup.manifest.Keyspace;
import io.dbops.backup.stream.ObjectCoding;
import io.dbops.spi.ObjectKey;
import io.dbops.spi.snapshot.TableChunk;
import io.dbops.spi.snapshot.TableData;
import java.util.concurrent.atomic.AtomicLong;

/** Gives each chunk its key; encrypted ones are only numbered. Thread-safe. */
final class RowKeys {

    private final BackupLabel label;
    private final ObjectCoding coding;
    private final AtomicLong last = new AtomicLong();

    RowKeys(BackupLabel label, ObjectCoding coding) {
        this.label = label;
        this.coding = coding;
    }

    ObjectKey next(TableData table, TableChunk chunk) {
        return coding.encrypted()
                ? Keyspace.sealedRows(label, last.incrementAndGet())
                : Keyspace.rows(label, table.name(), chunk.number(), table.format(), coding.suffix(true));
    }
}
