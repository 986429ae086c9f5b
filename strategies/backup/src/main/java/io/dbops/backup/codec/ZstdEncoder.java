package io.dbops.backup.codec;

import com.github.luben.zstd.EndDirective;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** One zstd frame, from heap buffers. */
final class ZstdEncoder extends EncoderStream {

    /** ZSTD_CStreamOutSize: one block always fits. */
    private static final int BUFFER_LENGTH = 128 * 1024 + 1024;

    private final ZstdCompressCtx context = new ZstdCompressCtx();
    private final byte[] compressed = new byte[BUFFER_LENGTH];

    ZstdEncoder(OutputStream sink, int level) {
        super(sink);
        context.setLevel(level);
        context.setChecksum(true);
    }

    @Override
    void encode(byte[] bytes, int offset, int length) throws IOException {
        ByteBuffer from = ByteBuffer.wrap(bytes, offset, length);
        while (from.hasRemaining()) {
            step(from, EndDirective.CONTINUE);
        }
    }

    @Override
    void finish() throws IOException {
        ByteBuffer nothing = ByteBuffer.allocate(0);
        boolean done = false;
        while (!done) {
            done = step(nothing, EndDirective.END);
        }
    }

    private boolean step(ByteBuffer from, EndDirective directive) throws IOException {
        ByteBuffer into = ByteBuffer.wrap(compressed);
        boolean done;
        try {
            done = context.compressByteBufferStream(into, from, directive);
        } catch (ZstdException e) {
            throw new IOException("zstd failed to compress: " + e.getMessage(), e);
        }
        if (into.position() > 0) {
            emit(compressed, into.position());
        }
        return done;
    }

    @Override
    void release() {
        context.close();
    }
}
