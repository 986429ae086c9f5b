package io.dbops.backup;

import io.dbops.json.JsonWriter;
import java.time.Instant;
import java.util.List;

/** What a policy keeps and removes at one moment, and why. Prints itself. Immutable. */
public final class RetentionPlan {

    /** What becomes of one backup. */
    public static final class Decision {
        private final BackupInfo backup;
        private final List<String> reasons;

        /** @param reasons why it is kept; none when it is not */
        public Decision(BackupInfo backup, List<String> reasons) {
            this.backup = backup;
            this.reasons = List.copyOf(reasons);
        }

        public BackupInfo backup() {
            return backup;
        }

        public boolean keep() {
            return !reasons.isEmpty();
        }

        /** Each rule that keeps it, such as {@code daily, 2026-11-28}; empty when none does. */
        public List<String> reasons() {
            return reasons;
        }

        @Override
        public String toString() {
            return (keep() ? "keep   " : "remove ")
                    + backup.label()
                    + (keep() ? ": " + String.join("; ", reasons) : ": no rule keeps it");
        }
    }

    private final RetentionPolicy policy;
    private final Instant moment;
    private final List<Decision> decisions;

    public RetentionPlan(RetentionPolicy policy, Instant moment, List<Decision> decisions) {
        this.policy = policy;
        this.moment = moment;
        this.decisions = List.copyOf(decisions);
    }

    public RetentionPolicy policy() {
        return policy;
    }

    /** For which ages were measured. */
    public Instant moment() {
        return moment;
    }

    /** Of all backups, oldest first. */
    public List<Decision> decisions() {
        return decisions;
    }

    public List<BackupInfo> removed() {
        return decisions.stream()
                .filter(each -> !each.keep())
                .map(Decision::backup)
                .toList();
    }

    public List<BackupInfo> kept() {
        return decisions.stream().filter(Decision::keep).map(Decision::backup).toList();
    }

    public String toJson() {
        JsonWriter json = new JsonWriter()
                .beginObject()
                .field("policy", policy.toString())
                .field("moment", moment.toString());
        json.name("decisions").beginArray();
        for (Decision each : decisions) {
            json.beginObject().field("label", each.backup().label().value()).field("keep", each.keep());
            json.name("reasons").beginArray();
            each.reasons().forEach(json::value);
            json.endArray().endObject();
        }
        return json.endArray().endObject().toString();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("retention of " + policy + ", "
                + removed().size() + " of " + decisions.size() + " backups to be removed");
        decisions.forEach(each -> text.append('\n').append(each));
        return text.toString();
    }
}
