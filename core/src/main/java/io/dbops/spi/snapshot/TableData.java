package io.dbops.spi.snapshot;

import io.dbops.value.QualifiedName;
import java.util.List;

/** A table whose rows a snapshot reads, or a backup holds. Immutable. */
public final class TableData {

    private final QualifiedName name;
    private final List<String> columns;
    private final String format;
    private final String order;
    private final long estimatedBytes;
    private final List<TableChunk> chunks;

    /** A table whose ranges have no order to be told. */
    public TableData(
            QualifiedName name, List<String> columns, String format, long estimatedBytes, List<TableChunk> chunks) {
        this(name, columns, format, "", estimatedBytes, chunks);
    }

    public TableData(
            QualifiedName name,
            List<String> columns,
            String format,
            String order,
            long estimatedBytes,
            List<TableChunk> chunks) {
        this.name = name;
        this.columns = List.copyOf(columns);
        this.format = format;
        this.order = order;
        this.estimatedBytes = estimatedBytes;
        this.chunks = List.copyOf(chunks);
    }

    public QualifiedName name() {
        return name;
    }

    /** The columns that a row of the format holds, in its order; generated columns are not among them. */
    public List<String> columns() {
        return columns;
    }

    /**
     * The text format of the rows, also the file suffix: {@code copy}, {@code tsv}, ... Every format writes one row per line:
     * UTF-8 or bytes, ended by LF, with no other LF inside, so that lines can be counted and digested without knowing it.
     */
    public String format() {
        return format;
    }

    /**
     * Along what the ranges are cut, in the strategy's own notation, such as the names and types of a key; may be empty. Ranges of two
     * snapshots of a table mean the same rows only where it is equal.
     */
    public String order() {
        return order;
    }

    /** For progress; 0 when unknown. */
    public long estimatedBytes() {
        return estimatedBytes;
    }

    /** Disjoint, together the whole table, in physical order; at least one. */
    public List<TableChunk> chunks() {
        return chunks;
    }
}
