package io.dbops.backup;

import io.dbops.json.JsonWriter;
import io.dbops.value.ByteSize;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a restore did; it exists only after counts and content digests of the target agreed with the backup. Immutable. */
public final class RestoreReport {

    private final BackupLabel label;
    private final int tables;
    private final long rows;
    private final ByteSize dataSize;
    private final Duration duration;
    private final List<String> leftOut;
    private final @Nullable BackupLabel replaced;

    /** Of a restore that replaced nothing. */
    public RestoreReport(
            BackupLabel label, int tables, long rows, ByteSize dataSize, Duration duration, List<String> leftOut) {
        this(label, tables, rows, dataSize, duration, leftOut, null);
    }

    private RestoreReport(
            BackupLabel label,
            int tables,
            long rows,
            ByteSize dataSize,
            Duration duration,
            List<String> leftOut,
            @Nullable BackupLabel replaced) {
        this.replaced = replaced;
        this.leftOut = List.copyOf(leftOut);
        this.label = label;
        this.tables = tables;
        this.rows = rows;
        this.dataSize = dataSize;
        this.duration = duration;
    }

    /** The same of a restore that replaced what is in this backup. */
    public RestoreReport replacing(BackupLabel old) {
        return new RestoreReport(label, tables, rows, dataSize, duration, leftOut, old);
    }

    public BackupLabel label() {
        return label;
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

    public Duration duration() {
        return duration;
    }

    /**
     * What belongs to the chosen tables and was not restored, such as a foreign key to a table that was not chosen, and what they
     * need and was there before; each one sentence. Empty where everything is restored.
     */
    public List<String> leftOut() {
        return leftOut;
    }

    /** The backup of what was there before and was replaced; it has a tag that begins with {@code replaced-by/}. */
    public Optional<BackupLabel> replaced() {
        return Optional.ofNullable(replaced);
    }

    public String toJson() {
        JsonWriter json = new JsonWriter()
                .beginObject()
                .field("label", label.value())
                .field("tables", tables)
                .field("rows", rows)
                .field("dataBytes", dataSize.bytes())
                .field("millis", duration.toMillis());
        if (replaced != null) {
            json.field("replaced", replaced.value());
        }
        json.name("leftOut").beginArray();
        leftOut.forEach(json::value);
        return json.endArray().endObject().toString();
    }

    @Override
    public String toString() {
        return label + " restored: " + tables + " tables, " + rows + " rows, " + dataSize + " in " + duration.toMillis()
                + " ms" + (replaced == null ? "" : "; what was there before is backup " + replaced)
                + (leftOut.isEmpty() ? "" : "\nleft out:\n" + String.join("\n", leftOut));
    }
}
