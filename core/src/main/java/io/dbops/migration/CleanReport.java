package io.dbops.migration;

import io.dbops.json.JsonWriter;
import java.time.Duration;
import java.util.List;

/** What a clean did. Immutable. */
public final class CleanReport {

    private final String database;
    private final List<String> schemas;
    private final List<SchemaObject> dropped;
    private final List<LeftObject> left;
    private final Duration duration;

    public CleanReport(
            String database,
            List<String> schemas,
            List<SchemaObject> dropped,
            List<LeftObject> left,
            Duration duration) {
        this.database = database;
        this.schemas = List.copyOf(schemas);
        this.dropped = List.copyOf(dropped);
        this.left = List.copyOf(left);
        this.duration = duration;
    }

    /** Product and version. */
    public String database() {
        return database;
    }

    public List<String> schemas() {
        return schemas;
    }

    /** In the order in which they were dropped. What goes with its owner, such as an index with its table, is not listed. */
    public List<SchemaObject> dropped() {
        return dropped;
    }

    /** What is still there, and why. */
    public List<LeftObject> left() {
        return left;
    }

    public Duration duration() {
        return duration;
    }

    public String toJson() {
        JsonWriter json = new JsonWriter().beginObject().field("database", database);
        json.name("schemas").beginArray();
        schemas.forEach(json::value);
        json.endArray().field("millis", duration.toMillis());
        CleanJson.objects(json.name("dropped"), dropped);
        CleanJson.left(json.name("left"), left);
        return json.endObject().toString();
    }

    /** A line for the whole, and one for each object. */
    public String toTable() {
        int width =
                dropped.stream().mapToInt(each -> each.kind().length()).max().orElse(0);
        StringBuilder text = new StringBuilder(toString());
        for (SchemaObject each : dropped) {
            text.append('\n').append("dropped  ").append(each.kind());
            text.append(" ".repeat(width - each.kind().length() + 2));
            text.append(each.schema().isEmpty() ? each.name() : each.schema() + "." + each.name());
        }
        left.forEach(each -> text.append('\n').append("left     ").append(each));
        return text.toString();
    }

    @Override
    public String toString() {
        return database + ", " + String.join(", ", schemas) + ": " + dropped.size() + " objects dropped in "
                + duration.toMillis() + " ms" + (left.isEmpty() ? "" : ", " + left.size() + " left");
    }
}
