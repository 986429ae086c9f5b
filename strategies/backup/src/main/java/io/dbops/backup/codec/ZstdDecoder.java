package io.dbops.backup.codec;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import io.dbops.backup.codec.CodecException.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** One zstd frame, and nothing after it. */
final class ZstdDecoder extends DecoderStream {

    /** What the stock tool grants without further options: a window of 128 MiB. The frame names its own need. */
    private static final int MAX_WINDOW_LOG = 27;

    private final ZstdDecompressCtx context = new ZstdDecompressCtx();
    private boolean outputPending;

    ZstdDecoder(InputStream source) {
        super(source, "zstd");
        context.setLongMax(MAX_WINDOW_LOG);
    }

    @Override
    int decode(byte[] bytes, int offset, int length) throws IOException {
        while (true) {
            if (position == limit && !outputPending) {
                refill();
            }
            ByteBuffer from = ByteBuffer.wrap(input, position, limit - position);
            ByteBuffer into = ByteBuffer.wrap(bytes, offset, length);
            boolean done = step(into, from);
            position = from.position();
            int produced = into.position() - offset;
            // A full target may leave decoded bytes inside the context, which come out without further input.
            outputPending = !into.hasRemaining();
            if (done) {
                finishFrame();
            }
            if (produced > 0 || done) {
                return produced > 0 ? produced : -1;
            }
        }
    }

    private boolean step(ByteBuffer into, ByteBuffer from) throws CodecException {
        try {
            return context.decompressByteBufferStream(into, from);
        } catch (ZstdException e) {
            if (Zstd.getErrorCode(e.getErrorCode()) == Zstd.errFrameParameterWindowTooLarge()) {
                throw fault(Failure.UNSUPPORTED, "needs a window above 2^" + MAX_WINDOW_LOG + " bytes", e);
            }
            throw fault(Failure.CORRUPT, "is corrupt: " + e.getMessage(), e);
        }
    }

    @Override
    void release() {
        context.close();
    }
}
