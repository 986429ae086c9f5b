package io.dbops.spi;

import java.time.Duration;
import java.util.Optional;

/** One step of progress. Totals are estimates; zero means unknown. Immutable. */
public final class OperationEvent {

    /** What is being done. */
    public enum Operation {
        MIGRATE,
        MARK_APPLIED,
        REPAIR,
        UNDO,
        CLEAN,
        BACKUP,
        VERIFY,
        RESTORE,
        EXPIRE
    }

    /** What happened. */
    public enum Kind {
        STARTED,
        /** An item (a migration, a table, an object) begins. */
        ITEM_STARTED,
        /** More of the totals is done. */
        PROGRESS,
        ITEM_FINISHED,
        /** Somebody waits: this operation for another session, or another session for this operation; the detail says who. */
        WAITING,
        WARNING,
        FINISHED,
        FAILED
    }

    private final Operation operation;
    private final Kind kind;
    private final String item;
    private final String detail;
    private final Progress progress;

    public OperationEvent(Operation operation, Kind kind, String item, String detail, Progress progress) {
        this.operation = operation;
        this.kind = kind;
        this.item = item;
        this.detail = detail;
        this.progress = progress;
    }

    public Operation operation() {
        return operation;
    }

    public Kind kind() {
        return kind;
    }

    /** The migration, table or object; empty for the operation as a whole. */
    public String item() {
        return item;
    }

    /** A sentence for a person; may be empty. */
    public String detail() {
        return detail;
    }

    public Progress progress() {
        return progress;
    }

    /**
     * How far an operation is.
     *
     * @param itemsDone items finished
     * @param itemsTotal items in all, 0 when unknown
     * @param bytesDone bytes of uncompressed data handled
     * @param bytesTotal estimate, 0 when unknown; {@code bytesDone} may pass it
     * @param elapsed since the operation began
     */
    public record Progress(long itemsDone, long itemsTotal, long bytesDone, long bytesTotal, Duration elapsed) {

        public static final Progress NONE = new Progress(0, 0, 0, 0, Duration.ZERO);

        /** Bytes per second so far; 0 before the first millisecond. */
        public long bytesPerSecond() {
            long millis = elapsed.toMillis();
            return millis == 0 ? 0 : Math.round(bytesDone * 1000.0 / millis);
        }

        /** The time left if the rate so far holds, from bytes where known, else from items; empty while unknown. */
        public Optional<Duration> remaining() {
            if (bytesTotal > 0 && bytesDone > 0) {
                return Optional.of(scale(bytesDone, bytesTotal));
            }
            return itemsTotal > 0 && itemsDone > 0 ? Optional.of(scale(itemsDone, itemsTotal)) : Optional.empty();
        }

        private Duration scale(long done, long total) {
            double left = Math.max(0, total - done);
            return Duration.ofMillis(Math.round(elapsed.toMillis() * left / done));
        }
    }
}
