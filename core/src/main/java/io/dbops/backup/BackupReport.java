package io.dbops.backup;

import io.dbops.json.JsonWriter;
import io.dbops.value.ByteSize;
import java.time.Duration;
import java.util.List;

/** What a backup stored; it exists only after the manifest was written. Immutable. */
public final class BackupReport {

    private final BackupInfo backup;
    private final int tables;
    private final long rows;
    private final ByteSize readSize;
    private final Duration duration;
    private final Duration longestWait;
    private final String consistency;
    private final List<String> notCaptured;

    public BackupReport(
            BackupInfo backup,
            int tables,
            long rows,
            ByteSize readSize,
            Duration duration,
            Duration longestWait,
            String consistency,
            List<String> notCaptured) {
        this.backup = backup;
        this.tables = tables;
        this.rows = rows;
        this.readSize = readSize;
        this.duration = duration;
        this.longestWait = longestWait;
        this.consistency = consistency;
        this.notCaptured = List.copyOf(notCaptured);
    }

    public BackupInfo backup() {
        return backup;
    }

    public BackupLabel label() {
        return backup.label();
    }

    public int tables() {
        return tables;
    }

    public long rows() {
        return rows;
    }

    /** Table data before compression. */
    public ByteSize readSize() {
        return readSize;
    }

    public Duration duration() {
        return duration;
    }

    /** The longest time for which another session was seen to wait for this backup; zero when none was. */
    public Duration longestWait() {
        return longestWait;
    }

    /** How all rows come to be of one moment. */
    public String consistency() {
        return consistency;
    }

    /** What is not in the backup. */
    public List<String> notCaptured() {
        return notCaptured;
    }

    public String toJson() {
        JsonWriter json = new JsonWriter().beginObject();
        json.field("label", label().value())
                .field("tables", tables)
                .field("rows", rows)
                .field("readBytes", readSize.bytes())
                .field("storedBytes", backup.storedSize().bytes())
                .field("millis", duration.toMillis())
                .field("longestWaitMillis", longestWait.toMillis())
                .field("consistency", consistency);
        json.name("notCaptured").beginArray();
        notCaptured.forEach(json::value);
        return json.endArray().endObject().toString();
    }

    @Override
    public String toString() {
        return label() + ": " + tables + " tables, " + rows + " rows, " + readSize + " read, " + backup.storedSize()
                + " stored in " + duration.toMillis() + " ms";
    }
}
