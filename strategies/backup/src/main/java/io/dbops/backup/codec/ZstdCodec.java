package io.dbops.backup.codec;

import com.github.luben.zstd.util.Native;
import io.dbops.backup.codec.CodecException.Failure;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
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

    /** Also passes a few bytes there and back: another version of zstd-jni loads, and lacks a method when it is called. */
    @Override
    public void checkAvailable() throws CodecException {
        guarded(() -> {
            ByteArrayOutputStream compressed = new ByteArrayOutputStream();
            try (OutputStream out = new ZstdEncoder(compressed, level)) {
                out.write(new byte[] {1, 2, 3});
            }
            try (InputStream in = new ZstdDecoder(new ByteArrayInputStream(compressed.toByteArray()))) {
                return in.readAllBytes();
            }
        });
    }

    @Override
    public OutputStream compress(OutputStream sink) throws IOException {
        return guarded(() -> new ZstdEncoder(sink, level));
    }

    @Override
    public InputStream decompress(InputStream source) throws IOException {
        return guarded(() -> new ZstdDecoder(source));
    }

    private interface Step<T> {
        T run() throws IOException;
    }

    private static <T> T guarded(Step<T> step) throws CodecException {
        try {
            Native.load();
            return step.run();
        } catch (IncompatibleClassChangeError e) {
            throw unavailable("the zstd-jni on the class path is of another version than DbOps was built with", e);
        } catch (LinkageError | IllegalCallerException e) {
            // The second is what a JVM throws that was told to deny native access.
            throw unavailable(
                    "its native library did not load on " + System.getProperty("os.name") + " "
                            + System.getProperty("os.arch"),
                    e);
        } catch (CodecException e) {
            throw e;
        } catch (IOException e) {
            throw unavailable("it does not work", e);
        }
    }

    private static CodecException unavailable(String why, Throwable cause) {
        return new CodecException(
                Failure.UNAVAILABLE,
                "zstd is not available: " + why + " (" + cause + "); gzip is the alternative",
                cause);
    }
}
