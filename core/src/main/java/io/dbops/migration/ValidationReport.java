package io.dbops.migration;

import io.dbops.json.JsonWriter;
import java.util.List;

/** What validation found. Immutable. */
public final class ValidationReport {

    private final int checked;
    private final List<String> faults;

    public ValidationReport(int checked, List<String> faults) {
        this.checked = checked;
        this.faults = List.copyOf(faults);
    }

    /** History rows compared. */
    public int checked() {
        return checked;
    }

    /** Each one sentence that names the migration and what differs; empty when all is well. */
    public List<String> faults() {
        return faults;
    }

    public boolean isValid() {
        return faults.isEmpty();
    }

    public String toJson() {
        JsonWriter json =
                new JsonWriter().beginObject().field("checked", checked).field("valid", isValid());
        json.name("faults").beginArray();
        faults.forEach(json::value);
        return json.endArray().endObject().toString();
    }

    @Override
    public String toString() {
        return checked + " history rows checked, " + faults.size() + " faults"
                + (faults.isEmpty() ? "" : ":\n" + String.join("\n", faults));
    }
}
