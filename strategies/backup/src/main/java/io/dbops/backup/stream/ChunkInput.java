package io.dbops.backup.stream;

import io.dbops.backup.manifest.ChunkContents;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one chunk. Its end is only reached when stored bytes, row count, length and content digest all are what the
 * backup says; otherwise an {@link IOException} comes instead of the end, so that a loader rolls back. What went wrong
 * is kept, because drivers lose causes. Used by one thread.
 */
public final class ChunkInput extends InputStream {

    private final ChunkContents chunk;
    private final ContentDigests digests;
    private final StoredInput stored;
    private final InputStream plain;
    private final RowTally tally = new RowTally();
    private final BooleanSupplier cancelled;
    private final LongConsumer progress;
    private boolean proven;
    private @Nullable DbOpsException fault;

    /** Opens the object; a failure to do so is thrown as what it means. */
    public ChunkInput(
            ChunkContents chunk,
            ContentDigests digests,
            StoredInput stored,
            ObjectCoding coding,
            BooleanSupplier cancelled,
            LongConsumer progress) {
        this.chunk = chunk;
        this.digests = digests;
        this.stored = stored;
        this.cancelled = cancelled;
        this.progress = progress;
        try {
            this.plain = coding.decode(stored, true);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** Altered bytes may look like many things, such as another recipient: that they were altered is what matters. */
    private DbOpsException failure(IOException cause) {
        try {
            stored.drain();
        } catch (DbOpsException altered) {
            altered.addSuppressed(cause);
            return altered;
        } catch (IOException unreadable) {
            cause.addSuppressed(unreadable);
        }
        return ObjectReading.failure(chunk.object(), cause);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (fault != null) {
            throw new IOException(fault);
        }
        if (length == 0) {
            return 0;
        }
        try {
            return proven ? -1 : readPlain(bytes, offset, length);
        } catch (DbOpsException e) {
            fault = e;
        } catch (IOException e) {
            fault = failure(e);
        }
        throw new IOException(fault);
    }

    private int readPlain(byte[] bytes, int offset, int length) throws IOException {
        if (cancelled.getAsBoolean()) {
            throw DbOpsException.of(ErrorCode.INTERRUPTED, "reading object " + chunk.object() + " was cancelled")
                    .build();
        }
        int count = plain.read(bytes, offset, length);
        if (count < 0) {
            stored.drain();
            prove();
            proven = true;
            return -1;
        }
        tally.update(bytes, offset, count);
        if (tally.bytes() > chunk.bytes()) {
            throw differs("more than " + chunk.bytes() + " bytes of rows");
        }
        progress.accept(count);
        return count;
    }

    private void prove() {
        if (tally.bytes() != chunk.bytes() || tally.rows() != chunk.rows() || tally.isInsideRow()) {
            throw differs(tally.rows() + " rows and " + tally.bytes() + " bytes, expected " + chunk.rows() + " and "
                    + chunk.bytes());
        }
        if (!ContentDigests.same(digests.of(tally), chunk.digest())) {
            throw differs("rows with another content digest");
        }
        if (!ContentDigests.same(digests.textOf(tally), chunk.text())) {
            throw differs("the rows in another order");
        }
    }

    private DbOpsException differs(String how) {
        return DbOpsException.of(ErrorCode.INTEGRITY, "object " + chunk.object() + " holds " + how)
                .with("object", chunk.object())
                .hint("The backup was written wrongly; use another one and report this.")
                .build();
    }

    /** Reads to the end; a fault is thrown as what it is. */
    public void proveAll(byte[] buffer) throws IOException {
        try {
            while (read(buffer, 0, buffer.length) >= 0) {
                // the tally takes what passes
            }
        } catch (IOException e) {
            if (fault != null) {
                throw fault;
            }
            throw e;
        }
    }

    /** Why reading failed, if it did. */
    public Optional<DbOpsException> fault() {
        return Optional.ofNullable(fault);
    }

    /** Whether the end was reached, and with it everything proven. */
    public boolean isProven() {
        return proven;
    }

    public RowTally tally() {
        return tally;
    }

    @Override
    public void close() throws IOException {
        plain.close();
    }
}
