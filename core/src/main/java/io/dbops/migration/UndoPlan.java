package io.dbops.migration;

import io.dbops.json.JsonWriter;
import java.util.List;

/** What an undo would do, in order. Prints itself. Immutable. */
public final class UndoPlan {

    private final String database;
    private final String lock;
    private final List<PlannedUndo> undone;
    private final List<String> warnings;

    public UndoPlan(String database, String lock, List<PlannedUndo> undone, List<String> warnings) {
        this.database = database;
        this.lock = lock;
        this.undone = List.copyOf(undone);
        this.warnings = List.copyOf(warnings);
    }

    /** Product and version. */
    public String database() {
        return database;
    }

    /** The lock that makes one run at a time, and why it is that one. */
    public String lock() {
        return lock;
    }

    /** In the order in which they would be taken back. */
    public List<PlannedUndo> undone() {
        return undone;
    }

    public List<String> warnings() {
        return warnings;
    }

    public String toJson() {
        JsonWriter json = new JsonWriter().beginObject();
        json.field("database", database).field("lock", lock);
        json.name("undone").beginArray();
        for (PlannedUndo each : undone) {
            json.beginObject()
                    .field("id", each.id())
                    .field("name", each.name())
                    .field("location", each.location())
                    .field("oneTransaction", each.oneTransaction());
            json.strings("affectedObjects", each.affectedObjects());
            json.strings("lost", each.lost());
            json.strings("statements", each.statements()).endObject();
        }
        return json.endArray().strings("warnings", warnings).endObject().toString();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append(database).append(": ").append(undone.size()).append(" to undo");
        text.append("\nlock: ").append(lock);
        for (String warning : warnings) {
            text.append("\nwarning: ").append(warning);
        }
        for (PlannedUndo each : undone) {
            text.append("\n\n-- undo ").append(each.id()).append(' ').append(each.name());
            text.append(" (").append(each.location()).append(", ");
            text.append(each.oneTransaction() ? "one transaction" : "statement by statement")
                    .append(')');
            if (!each.affectedObjects().isEmpty()) {
                text.append("\n-- affects: ").append(String.join(", ", each.affectedObjects()));
            }
            for (String sentence : each.lost()) {
                text.append("\n-- lost: ").append(sentence);
            }
            for (String statement : each.statements()) {
                text.append('\n').append(statement).append(';');
            }
        }
        return text.toString();
    }
}
