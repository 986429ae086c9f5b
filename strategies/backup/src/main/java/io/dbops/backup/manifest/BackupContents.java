package io.dbops.backup.manifest;

import io.dbops.backup.BackupLabel;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** What the objects of a backup hold: the inner manifest, encrypted where rows are. Immutable; prints nothing of it. */
public final class BackupContents {

    private final BackupLabel label;
    private final String digestKey;
    private final List<String> notCaptured;
    private final List<String> schemas;
    private final int beforeItems;
    private final int afterItems;
    private final List<TableContents> tables;

    /**
     * Contents with the given parts.
     *
     * @param digestKey base64 of the content digests' key; empty when they have none
     * @param beforeItems how many definitions run before the rows
     * @param afterItems how many run after them
     * @param tables by name
     */
    public BackupContents(
            BackupLabel label,
            String digestKey,
            List<String> notCaptured,
            Collection<String> schemas,
            int beforeItems,
            int afterItems,
            List<TableContents> tables) {
        this.label = label;
        this.digestKey = digestKey;
        this.notCaptured = List.copyOf(notCaptured);
        this.schemas = List.copyOf(new TreeSet<>(schemas));
        this.beforeItems = beforeItems;
        this.afterItems = afterItems;
        this.tables = List.copyOf(tables);
    }

    public BackupLabel label() {
        return label;
    }

    public String digestKey() {
        return digestKey;
    }

    public List<String> notCaptured() {
        return notCaptured;
    }

    /** Sorted. */
    public List<String> schemas() {
        return schemas;
    }

    public int beforeItems() {
        return beforeItems;
    }

    public int afterItems() {
        return afterItems;
    }

    public List<TableContents> tables() {
        return tables;
    }

    public long rows() {
        return tables.stream().mapToLong(TableContents::rows).sum();
    }

    public long bytes() {
        return tables.stream().mapToLong(TableContents::bytes).sum();
    }
}
