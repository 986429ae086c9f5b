package io.dbops.postgresql.snapshot;

import io.dbops.value.QualifiedName;
import java.util.List;

/**
 * A table as the snapshot sees it.
 *
 * @param oid its identity, which a swap of names changes
 * @param filenode its storage, which a rewrite or TRUNCATE changes; 0 for a partitioned table, which has none
 * @param name catalogue spelling
 * @param quoted as SQL
 * @param hasRows whether it has rows of its own, and is not merely the parent of partitions
 * @param heap whether its rows can be read by ranges of blocks
 * @param blocks how many there are
 * @param bytes with out-of-line values
 * @param columns without generated ones
 */
record Relation(
        long oid,
        long filenode,
        QualifiedName name,
        String quoted,
        boolean hasRows,
        boolean heap,
        long blocks,
        long bytes,
        List<String> columns) {

    Relation {
        columns = List.copyOf(columns);
    }
}
