package io.dbops.backup.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** gzip (RFC 1952): one member, no native library beyond the JDK's. */
final class GzipCodec implements CompressionCodec {

    @Override
    public String suffix() {
        return ".gz";
    }

    @Override
    public void checkAvailable() {}

    @Override
    public OutputStream compress(OutputStream sink) throws IOException {
        return new GzipEncoder(sink);
    }

    @Override
    public InputStream decompress(InputStream source) {
        return new GzipDecoder(source);
    }
}
