package io.dbops.backup.codec;

import com.github.luben.zstd.util.Native;
import io.dbops.backup.codec.CodecException.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Zstandard (RFC 8878): one frame with a content checksum, through the native library that zstd-jni carries. */
final class ZstdCodec implements CompressionCodec {

    static final int DEFAULT_LEVEL = 1;
    private static final int MAX_LEVEL = 19;

    private final int level;

    ZstdCodec(int level) {
        if (level < 1 || level > MAX_LEVEL) {
            throw new IllegalArgumentException("zstd level " + level + " is out of range: 1 to " + MAX_LEVEL);
        }
        this.level = level;
    }

    @Override
    public String suffix() {
        return ".zst";
    }

    @Override
    public void checkAvailable() throws CodecException {
        try {
            Native.load();
        } catch (LinkageError | IllegalCallerException e) {
            // The second is what a JVM throws that was told to deny native access.
            throw new CodecException(
                    Failure.UNAVAILABLE,
                    "zstd is not available: its native library did not load on " + System.getProperty("os.name") + " "
                            + System.getProperty("os.arch") + " (" + e + "); gzip is the alternative",
                    e);
        }
    }

    @Override
    public OutputStream compress(OutputStream sink) throws IOException {
        checkAvailable();
        return new ZstdEncoder(sink, level);
    }

    @Override
    public InputStream decompress(InputStream source) throws IOException {
        checkAvailable();
        return new ZstdDecoder(source);
    }
}
