package io.dbops.backup;

import io.dbops.json.JsonWriter;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a backup would capture now, and what stands in its way. Prints itself. Immutable. */
public final class BackupPlan {

    private final BackupType type;
    private final @Nullable BackupLabel reference;
    private final @Nullable String promotion;
    private final String database;
    private final String store;
    private final String consistency;
    private final List<String> notCaptured;
    private final List<String> warnings;
    private final List<String> faults;

    /**
     * A plan with the given parts.
     *
     * @param reference the backup with which chunks would be compared
     * @param promotion why it would be a full backup, though another type was asked for
     */
    public BackupPlan(
            BackupType type,
            Optional<BackupLabel> reference,
            Optional<String> promotion,
            String database,
            String store,
            String consistency,
            List<String> notCaptured,
            List<String> warnings,
            List<String> faults) {
        this.type = type;
        this.reference = reference.orElse(null);
        this.promotion = promotion.orElse(null);
        this.database = database;
        this.store = store;
        this.consistency = consistency;
        this.notCaptured = List.copyOf(notCaptured);
        this.warnings = List.copyOf(warnings);
        this.faults = List.copyOf(faults);
    }

    /** What it would be. */
    public BackupType type() {
        return type;
    }

    /** The backup with which chunks would be compared; empty for a full backup. */
    public Optional<BackupLabel> reference() {
        return Optional.ofNullable(reference);
    }

    /** Why it would be a full backup, though another type was asked for. */
    public Optional<String> promotion() {
        return Optional.ofNullable(promotion);
    }

    /** Product and version. */
    public String database() {
        return database;
    }

    /** Where the backup would be stored, without credentials. */
    public String store() {
        return store;
    }

    /** One sentence: how all readers would come to see one moment. */
    public String consistency() {
        return consistency;
    }

    /** What would not be in the backup; each one sentence. */
    public List<String> notCaptured() {
        return notCaptured;
    }

    /** What should be known, and does not keep the backup from being taken; each one sentence. */
    public List<String> warnings() {
        return warnings;
    }

    /** Why the backup would be refused; empty when it would not. */
    public List<String> faults() {
        return faults;
    }

    public String toJson() {
        JsonWriter json = new JsonWriter().beginObject().field("type", type.name());
        if (reference != null) {
            json.field("reference", reference.value());
        }
        if (promotion != null) {
            json.field("promotion", promotion);
        }
        json.field("database", database).field("store", store).field("consistency", consistency);
        sentences(json, "notCaptured", notCaptured);
        sentences(json, "warnings", warnings);
        sentences(json, "faults", faults);
        return json.endObject().toString();
    }

    private static void sentences(JsonWriter json, String name, List<String> sentences) {
        json.name(name).beginArray();
        sentences.forEach(json::value);
        json.endArray();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(type.word() + " backup of " + database + " to " + store
                + (reference == null ? "" : ", compared with " + reference) + ": " + consistency);
        if (promotion != null) {
            text.append("\nfull, because ").append(promotion);
        }
        notCaptured.forEach(each -> text.append("\nnot captured: ").append(each));
        warnings.forEach(each -> text.append("\nwarning: ").append(each));
        faults.forEach(each -> text.append("\nrefused: ").append(each));
        return text.toString();
    }
}
