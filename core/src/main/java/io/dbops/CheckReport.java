package io.dbops;

import io.dbops.json.JsonWriter;
import io.dbops.spi.snapshot.StrategyReport;
import io.dbops.spi.sql.Capabilities;
import io.dbops.spi.sql.Feature;
import io.dbops.spi.sql.Support;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What {@link DbOps#check()} found out. Prints itself. Immutable. */
public final class CheckReport {

    private final String dialect;
    private final Capabilities capabilities;
    private final String driver;
    private final String user;
    private final @Nullable StrategyReport backups;

    CheckReport(
            String dialect, Capabilities capabilities, String driver, String user, @Nullable StrategyReport backups) {
        this.dialect = dialect;
        this.capabilities = capabilities;
        this.driver = driver;
        this.user = user;
        this.backups = backups;
    }

    /** The id of the dialect that serves this database. */
    public String dialect() {
        return dialect;
    }

    public Capabilities capabilities() {
        return capabilities;
    }

    /** The JDBC driver and its version. */
    public String driver() {
        return driver;
    }

    /** Who the database says that the connection is. */
    public String user() {
        return user;
    }

    /** What a backup with default options would capture over this connection; empty without a strategy for this database. */
    public Optional<StrategyReport> backups() {
        return Optional.ofNullable(backups);
    }

    public String toJson() {
        JsonWriter json = new JsonWriter()
                .beginObject()
                .field("dialect", dialect)
                .field("database", capabilities.identity().toString())
                .field("driver", driver)
                .field("user", user);
        json.name("features").beginObject();
        for (Feature feature : Feature.values()) {
            Support support = capabilities.support(feature);
            json.name(feature.name())
                    .beginObject()
                    .field("available", support.available())
                    .field("reason", reason(feature, support))
                    .endObject();
        }
        json.endObject();
        if (backups != null) {
            json.name("backups").beginObject().field("consistency", backups.consistency());
            sentences(json, "notCaptured", backups.notCaptured());
            sentences(json, "faults", backups.faults());
            sentences(json, "warnings", backups.warnings());
            json.endObject();
        }
        return json.endObject().toString();
    }

    private static void sentences(JsonWriter json, String name, List<String> sentences) {
        json.name(name).beginArray();
        sentences.forEach(json::value);
        json.endArray();
    }

    @Override
    public String toString() {
        StringBuilder text =
                new StringBuilder(capabilities.identity() + " (dialect " + dialect + "), " + driver + ", user " + user);
        for (Feature feature : Feature.values()) {
            Support support = capabilities.support(feature);
            text.append('\n')
                    .append(support.available() ? "yes  " : "no   ")
                    .append(feature)
                    .append(": ");
            text.append(reason(feature, support));
        }
        if (backups != null) {
            text.append("\nbackups: ").append(backups.consistency());
            backups.notCaptured()
                    .forEach(each -> text.append("\n  not captured: ").append(each));
            backups.faults().forEach(each -> text.append("\n  refused: ").append(each));
            backups.warnings().forEach(each -> text.append("\n  warning: ").append(each));
        }
        return text.toString();
    }

    private static String reason(Feature feature, Support support) {
        boolean lease = feature == Feature.SESSION_LOCK && !support.available();
        return support.reason() + (lease ? "; a lease row stands in for it" : "");
    }
}
