package io.dbops.backup.stream;

import io.dbops.backup.work.RateLimit;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/** Lets rows through and tallies them; ends the work when it is no longer wanted. Used by one thread. */
public final class TallyOutput extends FilterOutputStream {

    private final RowTally tally;
    private final BooleanSupplier cancelled;
    private final RateLimit rate;
    private final LongConsumer progress;

    /**
     * Lets rows through.
     *
     * @param rate holds them up
     * @param progress is told the length of each piece
     */
    public TallyOutput(
            OutputStream next, RowTally tally, BooleanSupplier cancelled, RateLimit rate, LongConsumer progress) {
        super(next);
        this.rate = rate;
        this.tally = tally;
        this.cancelled = cancelled;
        this.progress = progress;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (cancelled.getAsBoolean()) {
            throw new InterruptedIOException("cancelled");
        }
        rate.take(length, cancelled);
        tally.update(bytes, offset, length);
        out.write(bytes, offset, length);
        progress.accept(length);
    }
}
