package io.dbops.migration;

import io.dbops.json.JsonWriter;
import java.util.List;

/** What the plan and the report of a clean write alike. */
final class CleanJson {

    private CleanJson() {}

    static void steps(JsonWriter json, List<CleanStep> steps) {
        json.beginArray();
        for (CleanStep step : steps) {
            json.beginObject().field("statement", step.statement()).name("drops");
            objects(json, step.drops());
            json.endObject();
        }
        json.endArray();
    }

    static void objects(JsonWriter json, List<SchemaObject> objects) {
        json.beginArray();
        for (SchemaObject object : objects) {
            json.beginObject()
                    .field("kind", object.kind())
                    .field("schema", object.schema())
                    .field("name", object.name())
                    .endObject();
        }
        json.endArray();
    }

    static void left(JsonWriter json, List<LeftObject> left) {
        json.beginArray();
        for (LeftObject each : left) {
            json.beginObject()
                    .field("what", each.what())
                    .field("why", each.why())
                    .endObject();
        }
        json.endArray();
    }
}
