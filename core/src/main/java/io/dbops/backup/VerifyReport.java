package io.dbops.backup;

import io.dbops.json.JsonWriter;
import io.dbops.value.ByteSize;
import java.time.Duration;
import java.util.List;

/** What a verification found. Immutable. */
public final class VerifyReport {

    private final BackupLabel label;
    private final VerifyLevel level;
    private final int objects;
    private final ByteSize readSize;
    private final long rows;
    private final List<String> faults;
    private final Duration duration;

    public VerifyReport(
            BackupLabel label,
            VerifyLevel level,
            int objects,
            ByteSize readSize,
            long rows,
            List<String> faults,
            Duration duration) {
        this.label = label;
        this.level = level;
        this.objects = objects;
        this.readSize = readSize;
        this.rows = rows;
        this.faults = List.copyOf(faults);
        this.duration = duration;
    }

    public BackupLabel label() {
        return label;
    }

    /** The level that was proven, if there are no faults. */
    public VerifyLevel level() {
        return level;
    }

    public int objects() {
        return objects;
    }

    /** Stored bytes that were read. */
    public ByteSize readSize() {
        return readSize;
    }

    /** Rows counted; 0 below {@link VerifyLevel#FULL}. */
    public long rows() {
        return rows;
    }

    /** Each names the object and what is wrong with it. */
    public List<String> faults() {
        return faults;
    }

    public Duration duration() {
        return duration;
    }

    public boolean isIntact() {
        return faults.isEmpty();
    }

    public String toJson() {
        JsonWriter json = new JsonWriter()
                .beginObject()
                .field("label", label.value())
                .field("level", level.name())
                .field("intact", isIntact())
                .field("objects", objects)
                .field("readBytes", readSize.bytes())
                .field("rows", rows)
                .field("millis", duration.toMillis());
        json.name("faults").beginArray();
        faults.forEach(json::value);
        return json.endArray().endObject().toString();
    }

    @Override
    public String toString() {
        return label + ": " + objects + " objects verified (" + level + "), " + faults.size() + " faults"
                + (faults.isEmpty() ? "" : ":\n" + String.join("\n", faults));
    }
}
