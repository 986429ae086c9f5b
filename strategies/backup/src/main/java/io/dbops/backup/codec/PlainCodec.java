package io.dbops.backup.codec;

import java.io.InputStream;
import java.io.OutputStream;

/** No compression: the streams themselves. */
final class PlainCodec implements CompressionCodec {

    @Override
    public String suffix() {
        return "";
    }

    @Override
    public void checkAvailable() {}

    @Override
    public OutputStream compress(OutputStream sink) {
        return sink;
    }

    @Override
    public InputStream decompress(InputStream source) {
        return source;
    }
}
