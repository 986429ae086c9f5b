package io.dbops.backup.pipeline;

import io.dbops.backup.manifest.ChunkContents;
import io.dbops.backup.manifest.StoredObject;
import io.dbops.backup.manifest.TableContents;
import io.dbops.backup.pipeline.Reference.Shared;
import io.dbops.backup.stream.ContentDigests;
import io.dbops.backup.stream.RowSum;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.ObjectKey;
import io.dbops.spi.snapshot.TableChunk;
import io.dbops.spi.snapshot.TableData;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the readers have stored; reconciled with what there was to store. Thread-safe. */
final class RowResults {

    private final Map<TableChunk, ChunkContents> chunks = new HashMap<>();
    private final Map<TableChunk, RowSum> sums = new HashMap<>();
    private final List<StoredObject> objects = new ArrayList<>();
    private final List<StoredObject> shared = new ArrayList<>();

    synchronized void add(ChunkJob job, ChunkContents chunk, StoredObject object, RowSum sum) {
        chunks.put(job.chunk(), chunk);
        sums.put(job.chunk(), sum);
        objects.add(object);
    }

    /** A chunk that another backup has stored. */
    synchronized void share(ChunkJob job, Shared one, RowSum sum) {
        add(job, one.chunk().numbered(job.chunk().number()), one.object(), sum);
        shared.add(one.object());
    }

    /** What other backups have stored. */
    synchronized List<StoredObject> shared() {
        return List.copyOf(shared);
    }

    synchronized List<StoredObject> objects() {
        return List.copyOf(objects);
    }

    /** The tables by name, each chunk of each of them stored exactly once. */
    synchronized List<TableContents> tables(List<TableData> tables, ContentDigests digests) {
        List<TableContents> contents = new ArrayList<>();
        int expected = 0;
        for (TableData table : tables) {
            expected += table.chunks().size();
            contents.add(table(table, digests));
        }
        if (expected != objects.size()) {
            throw DbOpsException.of(
                            ErrorCode.BACKUP_FAILED,
                            objects.size() + " objects were stored for " + expected + " chunks of rows")
                    .build();
        }
        contents.sort(Comparator.comparing(TableContents::name));
        return contents;
    }

    /**
     * What is there at one moment.
     *
     * @param tables with all their ranges, also of what is not stored yet
     * @param objects those that are stored
     */
    record SoFar(List<TableContents> tables, List<StoredObject> objects) {}

    /** @param nowhere stands for the object of a chunk that is not stored yet */
    synchronized SoFar soFar(List<TableData> tables, ObjectKey nowhere) {
        List<TableContents> contents = new ArrayList<>();
        for (TableData table : tables) {
            List<ChunkContents> all = new ArrayList<>();
            for (TableChunk chunk : table.chunks()) {
                ChunkContents stored = chunks.get(chunk);
                all.add(
                        stored == null
                                ? new ChunkContents(chunk.number(), chunk.range(), nowhere, 0, 0, "", "")
                                : stored);
            }
            contents.add(new TableContents(table.name(), table.format(), table.columns(), table.order(), "", all));
        }
        contents.sort(Comparator.comparing(TableContents::name));
        return new SoFar(contents, List.copyOf(objects));
    }

    private TableContents table(TableData table, ContentDigests digests) {
        List<ChunkContents> stored = new ArrayList<>();
        RowSum sum = new RowSum();
        long rows = 0;
        for (TableChunk chunk : table.chunks()) {
            ChunkContents one = chunks.get(chunk);
            RowSum part = sums.get(chunk);
            if (one == null || part == null || chunk.number() != stored.size()) {
                throw DbOpsException.of(
                                ErrorCode.BACKUP_FAILED,
                                "chunk " + chunk.number() + " of " + table.name() + " was not stored in its place")
                        .build();
            }
            stored.add(one);
            sum.add(part);
            rows += one.rows();
        }
        return new TableContents(
                table.name(), table.format(), table.columns(), table.order(), digests.of(rows, sum), stored);
    }
}
