package io.dbops.migration;

import io.dbops.json.JsonWriter;
import java.time.Duration;

/** What a reset did. Immutable. */
public final class ResetReport {

    private final CleanReport clean;
    private final MigrationReport migration;
    private final Duration duration;

    public ResetReport(CleanReport clean, MigrationReport migration, Duration duration) {
        this.clean = clean;
        this.migration = migration;
        this.duration = duration;
    }

    /** What was dropped. */
    public CleanReport clean() {
        return clean;
    }

    /** What was applied then. */
    public MigrationReport migration() {
        return migration;
    }

    public Duration duration() {
        return duration;
    }

    public String toJson() {
        JsonWriter json = new JsonWriter().beginObject().field("millis", duration.toMillis());
        json.field("dropped", clean.dropped().size()).field("left", clean.left().size());
        return json.field("applied", migration.applied().size()).endObject().toString();
    }

    @Override
    public String toString() {
        return clean + "\n" + migration;
    }
}
