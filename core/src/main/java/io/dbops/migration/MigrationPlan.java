package io.dbops.migration;

import io.dbops.json.JsonWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** What a migrate would do, in order. Prints itself. Immutable; its SQL is read from the scripts when it is asked for. */
public final class MigrationPlan {

    /** Where the SQL of a plan comes from. */
    @FunctionalInterface
    public interface SqlSource {
        /** Writes all of it; each call writes the same, or fails. */
        void writeTo(Appendable out) throws IOException;
    }

    private final String database;
    private final int alreadyApplied;
    private final String lock;
    private final List<PlannedMigration> pending;
    private final List<String> warnings;
    private final SqlSource sql;

    public MigrationPlan(
            String database,
            int alreadyApplied,
            String lock,
            List<PlannedMigration> pending,
            List<String> warnings,
            SqlSource sql) {
        this.database = database;
        this.lock = lock;
        this.alreadyApplied = alreadyApplied;
        this.pending = List.copyOf(pending);
        this.warnings = List.copyOf(warnings);
        this.sql = sql;
    }

    /** Product and version. */
    public String database() {
        return database;
    }

    public int alreadyApplied() {
        return alreadyApplied;
    }

    /** The lock that makes one migrate at a time, and why it is that one. */
    public String lock() {
        return lock;
    }

    public List<PlannedMigration> pending() {
        return pending;
    }

    public List<String> warnings() {
        return warnings;
    }

    /**
     * A script for the database's own client that runs exactly the statements that the migrate would run, in order, with
     * placeholders replaced, in the same transactions, and stops at the first that fails. Nothing of it was run, and the client
     * records nothing in the history. A Java migration cannot be previewed: a comment stands in its place. Everything else in
     * comments is for people.
     *
     * @throws io.dbops.error.DbOpsException with {@code MIGRATION_INVALID} if a script is not any more what was planned
     */
    public String toSql() {
        StringBuilder text = new StringBuilder();
        try {
            writeSql(text);
        } catch (IOException e) {
            throw new UncheckedIOException("a StringBuilder refused text", e);
        }
        return text.toString();
    }

    /**
     * Writes {@link #toSql} piece by piece, in memory that does not grow with the scripts.
     *
     * @throws IOException if {@code out} fails
     */
    public void writeSql(Appendable out) throws IOException {
        sql.writeTo(out);
    }

    public String toJson() {
        JsonWriter json = new JsonWriter().beginObject();
        json.field("database", database).field("alreadyApplied", alreadyApplied).field("lock", lock);
        json.name("pending").beginArray();
        for (PlannedMigration migration : pending) {
            json.beginObject()
                    .field("id", migration.id())
                    .field("version", migration.version().orElse(null))
                    .field("name", migration.name())
                    .field("type", migration.type().name())
                    .field("location", migration.location())
                    .field("oneTransaction", migration.oneTransaction());
            json.strings("affectedObjects", migration.affectedObjects());
            json.strings("statements", migration.statements()).endObject();
        }
        return json.endArray().strings("warnings", warnings).endObject().toString();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append(database).append(": ").append(alreadyApplied).append(" applied, ");
        text.append(pending.size()).append(" pending");
        text.append("\nlock: ").append(lock);
        for (String warning : warnings) {
            text.append("\nwarning: ").append(warning);
        }
        for (PlannedMigration migration : pending) {
            text.append("\n\n-- ").append(migration.id()).append(' ').append(migration.name());
            text.append(" (").append(migration.location()).append(", ");
            text.append(migration.oneTransaction() ? "one transaction" : "statement by statement")
                    .append(')');
            if (!migration.affectedObjects().isEmpty()) {
                text.append("\n-- affects: ").append(String.join(", ", migration.affectedObjects()));
            }
            for (String statement : migration.statements()) {
                text.append('\n').append(statement).append(';');
            }
        }
        return text.toString();
    }
}
