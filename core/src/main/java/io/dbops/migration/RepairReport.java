package io.dbops.migration;

import io.dbops.json.JsonWriter;
import java.time.Duration;
import java.util.List;

/** What a repair has changed in the history. Immutable. */
public final class RepairReport {

    private final String database;
    private final List<String> changes;
    private final Duration duration;

    public RepairReport(String database, List<String> changes, Duration duration) {
        this.database = database;
        this.changes = List.copyOf(changes);
        this.duration = duration;
    }

    public String database() {
        return database;
    }

    /** Each one sentence that names the migration or the rows; empty when there was nothing to repair. */
    public List<String> changes() {
        return changes;
    }

    public Duration duration() {
        return duration;
    }

    public String toJson() {
        return new JsonWriter()
                .beginObject()
                .field("database", database)
                .field("millis", duration.toMillis())
                .strings("changes", changes)
                .endObject()
                .toString();
    }

    @Override
    public String toString() {
        return changes.isEmpty() ? "nothing to repair" : "changed in the history:\n" + String.join("\n", changes);
    }
}
