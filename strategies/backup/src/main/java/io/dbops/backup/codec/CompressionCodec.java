package io.dbops.backup.codec;

import io.dbops.backup.Compression;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Compresses and decompresses streams in one format. Instances are immutable and thread-safe; the streams that they
 * make are not thread-safe.
 */
public interface CompressionCodec {

    /** The codec of a configured compression, at its default level: zstd 1, gzip 6. */
    static CompressionCodec of(Compression compression) {
        return switch (compression) {
            case ZSTD -> zstd(ZstdCodec.DEFAULT_LEVEL);
            case GZIP -> new GzipCodec();
            case NONE -> new PlainCodec();
        };
    }

    /**
     * Zstandard at a level of 1 to 19; higher levels need more memory than the stock tool grants a reader by default.
     *
     * @throws IllegalArgumentException if the level is out of range
     */
    static CompressionCodec zstd(int level) {
        return new ZstdCodec(level);
    }

    /** What follows the name of a compressed file: {@code .zst}, {@code .gz} or nothing. */
    String suffix();

    /**
     * Finds out before any work whether this codec can run in this JVM.
     *
     * @throws CodecException of class {@code UNAVAILABLE} if it cannot
     */
    void checkAvailable() throws CodecException;

    /**
     * Takes plain bytes and writes one compressed frame to {@code sink}. Closing it completes the frame and closes
     * {@code sink}; after a failed write it only closes {@code sink}, so that the frame stays visibly cut.
     *
     * @throws CodecException of class {@code UNAVAILABLE}; {@code sink} is then still the caller's to close
     */
    OutputStream compress(OutputStream sink) throws IOException;

    /**
     * Yields the plain bytes of one compressed frame. End of stream is returned only after the frame's own end, its
     * checksum and the end of {@code source} were seen: a cut or altered frame, or any byte after it, ends in a
     * {@link CodecException}, on that read and on every later one. Closing it closes {@code source}.
     *
     * @throws CodecException of class {@code UNAVAILABLE}; {@code source} is then still the caller's to close
     */
    InputStream decompress(InputStream source) throws IOException;
}
