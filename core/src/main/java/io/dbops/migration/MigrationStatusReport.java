package io.dbops.migration;

import io.dbops.json.JsonWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Every migration and where it stands. Prints itself as a table. Immutable. */
public final class MigrationStatusReport {

    /** One migration's standing. Immutable. */
    public static final class Entry {
        private final String id;
        private final String name;
        private final MigrationState state;
        private final @Nullable Instant at;
        private final @Nullable Duration duration;
        private final @Nullable Long rows;
        private final @Nullable String by;
        private final @Nullable String remark;

        public Entry(
                String id,
                String name,
                MigrationState state,
                @Nullable Instant at,
                @Nullable Duration duration,
                @Nullable Long rows,
                @Nullable String by,
                @Nullable String remark) {
            this.id = id;
            this.name = name;
            this.state = state;
            this.at = at;
            this.duration = duration;
            this.rows = rows;
            this.by = by;
            this.remark = remark;
        }

        public String id() {
            return id;
        }

        public String name() {
            return name;
        }

        public MigrationState state() {
            return state;
        }

        /** When it began to be applied. */
        public Optional<Instant> at() {
            return Optional.ofNullable(at);
        }

        public Optional<Duration> duration() {
            return Optional.ofNullable(duration);
        }

        /** The rows that it changed, as the driver counts; empty when it was not run, or is of Java. */
        public OptionalLong rows() {
            return rows == null || rows == 0 ? OptionalLong.empty() : OptionalLong.of(rows);
        }

        /** Rows changed in a second; empty where no rows were counted, or it took less than a millisecond. */
        public OptionalLong rowsPerSecond() {
            long millis = duration == null ? 0 : duration.toMillis();
            return millis == 0 || rows().isEmpty()
                    ? OptionalLong.empty()
                    : OptionalLong.of(Math.round(rows().getAsLong() * 1000.0 / millis));
        }

        /** The database user who applied it. */
        public Optional<String> by() {
            return Optional.ofNullable(by);
        }

        /** Why it failed, or that it was marked as applied and not run. */
        public Optional<String> remark() {
            return Optional.ofNullable(remark);
        }
    }

    private final String database;
    private final List<Entry> entries;

    public MigrationStatusReport(String database, List<Entry> entries) {
        this.database = database;
        this.entries = List.copyOf(entries);
    }

    public String database() {
        return database;
    }

    /** Applied ones in the order of their application, then pending ones in the order in which they would run. */
    public List<Entry> entries() {
        return entries;
    }

    public long count(MigrationState state) {
        return entries.stream().filter(entry -> entry.state() == state).count();
    }

    public String toJson() {
        JsonWriter json = new JsonWriter().beginObject().field("database", database);
        json.name("migrations").beginArray();
        for (Entry entry : entries) {
            json.beginObject()
                    .field("id", entry.id())
                    .field("name", entry.name())
                    .field("state", entry.state().name())
                    .field("at", entry.at().map(Instant::toString).orElse(null));
            entry.duration().ifPresent(duration -> json.field("millis", duration.toMillis()));
            entry.rows().ifPresent(rows -> json.field("rows", rows));
            entry.rowsPerSecond().ifPresent(rate -> json.field("rowsPerSecond", rate));
            json.field("by", entry.by().orElse(null));
            json.field("remark", entry.remark().orElse(null)).endObject();
        }
        return json.endArray().endObject().toString();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(database);
        for (Entry entry : entries) {
            text.append('\n').append(pad(entry.state().name(), 12)).append(pad(entry.id(), 30));
            text.append(pad(entry.at().map(Instant::toString).orElse("-"), 32));
            text.append(
                    pad(entry.duration().map(took -> took.toMillis() + " ms").orElse("-"), 12));
            text.append(pad(rate(entry), 16)).append(entry.name());
            entry.remark().ifPresent(remark -> text.append(" (").append(remark).append(')'));
        }
        return text.toString();
    }

    private static String rate(Entry entry) {
        OptionalLong rate = entry.rowsPerSecond();
        return rate.isEmpty() ? "-" : rate.getAsLong() + " rows/s";
    }

    private static String pad(String value, int width) {
        return value + " ".repeat(Math.max(1, width - value.length()));
    }
}
