package io.dbops.migration.execute;

import io.dbops.spi.call.CallWatch;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;

/** Data that end with a failure once the watch cancelled their statement: a server that waits for data sees no cancel. */
final class WatchedData extends FilterInputStream {

    private final CallWatch watch;

    WatchedData(InputStream data, CallWatch watch) {
        super(data);
        this.watch = watch;
    }

    @Override
    public int read() throws IOException {
        check();
        return super.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        check();
        return super.read(target, offset, length);
    }

    private void check() throws InterruptedIOException {
        if (watch.reason().isPresent()) {
            throw new InterruptedIOException("cancelled");
        }
    }
}
