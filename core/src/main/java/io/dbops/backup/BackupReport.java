package io.dbops.backup;

import io.dbops.json.JsonWriter;
import io.dbops.value.ByteSize;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a backup stored; it exists only after the manifest was written. Immutable. */
public final class BackupReport {

    private final BackupInfo backup;
    private final int tables;
    private final long rows;
    private final ByteSize readSize;
    private final int reusedChunks;
    private final @Nullable String promotion;
    private final Duration duration;
    private final Duration longestWait;
    private final String consistency;
    private final List<String> notCaptured;

    /**
     * A report with the given parts.
     *
     * @param reusedChunks which it shares with its reference, or with a run that died
     * @param promotion why it is a full backup, though another type was asked for
     */
    public BackupReport(
            BackupInfo backup,
            int tables,
            long rows,
            ByteSize readSize,
            int reusedChunks,
            Optional<String> promotion,
            Duration duration,
            Duration longestWait,
            String consistency,
            List<String> notCaptured) {
        this.backup = backup;
        this.tables = tables;
        this.rows = rows;
        this.readSize = readSize;
        this.reusedChunks = reusedChunks;
        this.promotion = promotion.orElse(null);
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

    /**
     * How many chunks were equal to those of {@link BackupInfo#reference()}, or to what a backup of this database had stored that died within
     * the last day, and were not stored again.
     */
    public int reusedChunks() {
        return reusedChunks;
    }

    /** Why it is a full backup, though another type was asked for. */
    public Optional<String> promotion() {
        return Optional.ofNullable(promotion);
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
                .field("type", backup.type().name())
                .field("tables", tables)
                .field("rows", rows)
                .field("readBytes", readSize.bytes())
                .field("storedBytes", backup.storedSize().bytes())
                .field("addedBytes", backup.addedSize().bytes())
                .field("reusedChunks", reusedChunks)
                .field("millis", duration.toMillis())
                .field("longestWaitMillis", longestWait.toMillis())
                .field("consistency", consistency);
        if (promotion != null) {
            json.field("promotion", promotion);
        }
        json.name("notCaptured").beginArray();
        notCaptured.forEach(json::value);
        return json.endArray().endObject().toString();
    }

    @Override
    public String toString() {
        return label() + ": " + tables + " tables, " + rows + " rows, " + readSize + " read, " + backup.addedSize()
                + " stored"
                + backup.reference()
                        .map(other -> ", " + reusedChunks + " chunks shared with " + other)
                        .orElse("")
                + " in " + duration.toMillis() + " ms"
                + (promotion == null ? "" : "; full, because " + promotion);
    }
}
