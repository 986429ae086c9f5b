package io.dbops.backup;

import io.dbops.value.ByteSize;
import java.util.List;

/** What a restore would do, and what stands in its way. Prints itself. Immutable. */
public final class RecoveryPlan {

    private final BackupInfo backup;
    private final String target;
    private final int tables;
    private final long rows;
    private final ByteSize dataSize;
    private final List<String> faults;

    public RecoveryPlan(
            BackupInfo backup, String target, int tables, long rows, ByteSize dataSize, List<String> faults) {
        this.backup = backup;
        this.target = target;
        this.tables = tables;
        this.rows = rows;
        this.dataSize = dataSize;
        this.faults = List.copyOf(faults);
    }

    public BackupInfo backup() {
        return backup;
    }

    /** Product and version of the target. */
    public String target() {
        return target;
    }

    public int tables() {
        return tables;
    }

    public long rows() {
        return rows;
    }

    /** Table data before compression. */
    public ByteSize dataSize() {
        return dataSize;
    }

    /** What the preflight found; a restore refuses while there is any. */
    public List<String> faults() {
        return faults;
    }

    @Override
    public String toString() {
        return "restore " + backup.label() + " (" + backup.database() + ") into " + target + ": " + tables + " tables, "
                + rows + " rows, " + dataSize
                + (faults.isEmpty() ? "" : "\nrefused:\n" + String.join("\n", faults));
    }
}
