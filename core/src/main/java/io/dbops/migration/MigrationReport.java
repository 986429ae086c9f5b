package io.dbops.migration;

import io.dbops.json.JsonWriter;
import java.time.Duration;
import java.util.List;

/** What a migrate did. Immutable. */
public final class MigrationReport {

    private final String database;
    private final List<AppliedMigration> applied;
    private final int alreadyApplied;
    private final String lock;
    private final Duration duration;
    private final List<String> warnings;

    public MigrationReport(
            String database,
            List<AppliedMigration> applied,
            int alreadyApplied,
            String lock,
            Duration duration,
            List<String> warnings) {
        this.database = database;
        this.applied = List.copyOf(applied);
        this.alreadyApplied = alreadyApplied;
        this.lock = lock;
        this.duration = duration;
        this.warnings = List.copyOf(warnings);
    }

    public String database() {
        return database;
    }

    /** In the order in which they were applied. */
    public List<AppliedMigration> applied() {
        return applied;
    }

    public int alreadyApplied() {
        return alreadyApplied;
    }

    /** The lock that was held, and why it is that one; {@code none: ...} where nothing was pending, so that none was needed. */
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
        json.field("database", database).field("alreadyApplied", alreadyApplied).field("lock", lock);
        json.field("millis", duration.toMillis());
        json.name("applied").beginArray();
        for (AppliedMigration migration : applied) {
            json.beginObject()
                    .field("id", migration.id())
                    .field("name", migration.name())
                    .field("statements", migration.statements())
                    .field("rows", migration.rows())
                    .field("millis", migration.duration().toMillis());
            json.strings("affectedObjects", migration.affectedObjects()).endObject();
        }
        return json.endArray().strings("warnings", warnings).endObject().toString();
    }

    @Override
    public String toString() {
        return database + ": " + applied.size() + " migrations applied in " + duration.toMillis() + " ms, "
                + alreadyApplied + " were there";
    }
}
