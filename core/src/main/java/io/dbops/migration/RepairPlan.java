package io.dbops.migration;

import io.dbops.json.JsonWriter;
import java.util.List;

/** What a repair would change in the history. Immutable. */
public final class RepairPlan {

    private final String database;
    private final List<String> changes;

    public RepairPlan(String database, List<String> changes) {
        this.database = database;
        this.changes = List.copyOf(changes);
    }

    public String database() {
        return database;
    }

    /** Each one sentence that names the migration or the rows; empty when there is nothing to repair. */
    public List<String> changes() {
        return changes;
    }

    public String toJson() {
        return new JsonWriter()
                .beginObject()
                .field("database", database)
                .strings("changes", changes)
                .endObject()
                .toString();
    }

    @Override
    public String toString() {
        return changes.isEmpty() ? "nothing to repair" : "would change in the history:\n" + String.join("\n", changes);
    }
}
