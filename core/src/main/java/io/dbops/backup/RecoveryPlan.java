package io.dbops.backup;

import io.dbops.json.JsonWriter;
import io.dbops.value.ByteSize;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a restore would do, and what stands in its way. Prints itself. Immutable. */
public final class RecoveryPlan {

    private final BackupInfo backup;
    private final String target;
    private final int tables;
    private final long rows;
    private final ByteSize dataSize;
    private final @Nullable ByteSize freeSpace;
    private final List<String> leftOut;
    private final List<String> replaces;
    private final List<String> faults;

    public RecoveryPlan(
            BackupInfo backup,
            String target,
            int tables,
            long rows,
            ByteSize dataSize,
            Optional<ByteSize> freeSpace,
            List<String> leftOut,
            List<String> replaces,
            List<String> faults) {
        this.replaces = List.copyOf(replaces);
        this.leftOut = List.copyOf(leftOut);
        this.backup = backup;
        this.target = target;
        this.tables = tables;
        this.rows = rows;
        this.dataSize = dataSize;
        this.freeSpace = freeSpace.orElse(null);
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

    /** How far the target's files may grow; empty for a database that does not tell its clients, as most. */
    public Optional<ByteSize> freeSpace() {
        return Optional.ofNullable(freeSpace);
    }

    /** What belongs to the chosen tables and needs others, each one sentence; empty where everything is restored. */
    public List<String> leftOut() {
        return leftOut;
    }

    /** The schemas of the target whose contents would be replaced. */
    public List<String> replaces() {
        return replaces;
    }

    /** What the preflight found; a restore refuses while there is any. */
    public List<String> faults() {
        return faults;
    }

    public String toJson() {
        JsonWriter json = new JsonWriter()
                .beginObject()
                .field("label", backup.label().value())
                .field("database", backup.database())
                .field("target", target)
                .field("tables", tables)
                .field("rows", rows)
                .field("dataBytes", dataSize.bytes());
        if (freeSpace != null) {
            json.field("freeBytes", freeSpace.bytes());
        }
        json.name("leftOut").beginArray();
        leftOut.forEach(json::value);
        json.endArray().name("replaces").beginArray();
        replaces.forEach(json::value);
        json.endArray().name("faults").beginArray();
        faults.forEach(json::value);
        return json.endArray().endObject().toString();
    }

    @Override
    public String toString() {
        return "restore " + backup.label() + " (" + backup.database() + ") into " + target + ": " + tables + " tables, "
                + rows + " rows, " + dataSize + (freeSpace == null ? "" : ", " + freeSpace + " free")
                + (leftOut.isEmpty() ? "" : "\nleft out:\n" + String.join("\n", leftOut))
                + (replaces.isEmpty() ? "" : "\nreplaces what is in " + String.join(", ", replaces))
                + (faults.isEmpty() ? "" : "\nrefused:\n" + String.join("\n", faults));
    }
}
