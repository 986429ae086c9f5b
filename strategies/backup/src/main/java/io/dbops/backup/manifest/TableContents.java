package io.dbops.backup.manifest;

import io.dbops.spi.snapshot.TableChunk;
import io.dbops.spi.snapshot.TableData;
import io.dbops.value.QualifiedName;
import java.util.List;

/** One table, as stored. Immutable. */
public final class TableContents {

    private final QualifiedName name;
    private final String format;
    private final List<String> columns;
    private final String order;
    private final String digest;
    private final List<ChunkContents> chunks;

    public TableContents(
            QualifiedName name,
            String format,
            List<String> columns,
            String order,
            String digest,
            List<ChunkContents> chunks) {
        this.name = name;
        this.format = format;
        this.columns = List.copyOf(columns);
        this.order = order;
        this.digest = digest;
        this.chunks = List.copyOf(chunks);
    }

    public QualifiedName name() {
        return name;
    }

    public String format() {
        return format;
    }

    public List<String> columns() {
        return columns;
    }

    /** Along what the ranges are cut, in the strategy's notation. */
    public String order() {
        return order;
    }

    /** The content digest of all rows. */
    public String digest() {
        return digest;
    }

    public List<ChunkContents> chunks() {
        return chunks;
    }

    public long rows() {
        return chunks.stream().mapToLong(ChunkContents::rows).sum();
    }

    public long bytes() {
        return chunks.stream().mapToLong(ChunkContents::bytes).sum();
    }

    /** As a strategy takes it back. */
    public TableData toTableData() {
        return new TableData(
                name,
                columns,
                format,
                order,
                bytes(),
                chunks.stream()
                        .map(chunk -> new TableChunk(name, chunk.number(), chunk.range()))
                        .toList());
    }
}
