package io.dbops.verification.tck;

import io.dbops.spi.snapshot.SchemaItem;
import io.dbops.spi.snapshot.SnapshotSession;
import io.dbops.spi.snapshot.TableData;
import io.dbops.spi.snapshot.TableReader;
import java.util.List;

/** A snapshot of nothing, which holds nothing and proves nothing. */
final class EmptySnapshot implements SnapshotSession {

    @Override
    public List<SchemaItem> definitions() {
        return List.of();
    }

    @Override
    public List<TableData> tables() {
        return List.of();
    }

    @Override
    public int maxReaders() {
        return 1;
    }

    @Override
    public TableReader openReader() {
        throw new IllegalStateException("there is nothing to read");
    }

    @Override
    public List<SchemaItem> finish() {
        return List.of();
    }

    @Override
    public String position() {
        return "";
    }

    @Override
    public void close() {}
}
