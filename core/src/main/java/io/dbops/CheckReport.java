package io.dbops;

import io.dbops.json.JsonWriter;
import io.dbops.spi.sql.Capabilities;
import io.dbops.spi.sql.Feature;
import io.dbops.spi.sql.Support;

/** What {@link DbOps#check()} found out. Prints itself. Immutable. */
public final class CheckReport {

    private final String dialect;
    private final Capabilities capabilities;

    CheckReport(String dialect, Capabilities capabilities) {
        this.dialect = dialect;
        this.capabilities = capabilities;
    }

    /** The id of the dialect that serves this database. */
    public String dialect() {
        return dialect;
    }

    public Capabilities capabilities() {
        return capabilities;
    }

    public String toJson() {
        JsonWriter json = new JsonWriter()
                .beginObject()
                .field("dialect", dialect)
                .field("database", capabilities.identity().toString());
        json.name("features").beginObject();
        for (Feature feature : Feature.values()) {
            Support support = capabilities.support(feature);
            json.name(feature.name())
                    .beginObject()
                    .field("available", support.available())
                    .field("reason", support.reason())
                    .endObject();
        }
        return json.endObject().endObject().toString();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(capabilities.identity() + " (dialect " + dialect + ")");
        for (Feature feature : Feature.values()) {
            Support support = capabilities.support(feature);
            text.append('\n')
                    .append(support.available() ? "yes  " : "no   ")
                    .append(feature)
                    .append(": ");
            text.append(support.reason());
        }
        return text.toString();
    }
}
