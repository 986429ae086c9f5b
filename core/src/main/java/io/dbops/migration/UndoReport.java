package io.dbops.migration;

import io.dbops.json.JsonWriter;
import java.time.Duration;
import java.util.List;

/** What an undo did. Immutable. */
public final class UndoReport {

    private final String database;
    private final List<UndoneMigration> undone;
    private final int stillApplied;
    private final String lock;
    private final Duration duration;
    private final List<String> warnings;

    public UndoReport(
            String database,
            List<UndoneMigration> undone,
            int stillApplied,
            String lock,
            Duration duration,
            List<String> warnings) {
        this.database = database;
        this.undone = List.copyOf(undone);
        this.stillApplied = stillApplied;
        this.lock = lock;
        this.duration = duration;
        this.warnings = List.copyOf(warnings);
    }

    /** Product and version. */
    public String database() {
        return database;
    }

    /** In the order in which they were taken back. */
    public List<UndoneMigration> undone() {
        return undone;
    }

    /** Migrations that are applied now, according to the history. */
    public int stillApplied() {
        return stillApplied;
    }

    /** The lock that was held, or would have been if there had been something to undo, and why it is that one. */
    public String lock() {
        return lock;
    }

    public Duration duration() {
        return duration;
    }

    public List<String> warnings() {
        return warnings;
    }

    public String toJson() {
        JsonWriter json = new JsonWriter().beginObject();
        json.field("database", database).field("stillApplied", stillApplied).field("lock", lock);
        json.field("millis", duration.toMillis());
        json.name("undone").beginArray();
        for (UndoneMigration each : undone) {
            json.beginObject()
                    .field("id", each.id())
                    .field("name", each.name())
                    .field("statements", each.statements())
                    .field("rows", each.rows())
                    .field("millis", each.duration().toMillis());
            json.strings("affectedObjects", each.affectedObjects());
            json.strings("lost", each.lost()).endObject();
        }
        return json.endArray().strings("warnings", warnings).endObject().toString();
    }

    @Override
    public String toString() {
        return database + ": " + undone.size() + " migrations taken back in " + duration.toMillis() + " ms, "
                + stillApplied + " are applied";
    }
}
