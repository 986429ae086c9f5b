package io.dbops.backup.codec;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** One gzip member. Its header names no time and no file, so equal input gives equal output. */
final class GzipEncoder extends EncoderStream {

    private static final byte[] HEADER = {0x1f, (byte) 0x8b, Deflater.DEFLATED, 0, 0, 0, 0, 0, 0, (byte) 0xff};
    private static final int BUFFER_LENGTH = 64 * 1024;

    private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    private final CRC32 checksum = new CRC32();
    private final byte[] compressed = new byte[BUFFER_LENGTH];
    private boolean started;

    GzipEncoder(OutputStream sink) {
        super(sink);
    }

    @Override
    void encode(byte[] bytes, int offset, int length) throws IOException {
        start();
        checksum.update(bytes, offset, length);
        deflater.setInput(bytes, offset, length);
        while (!deflater.needsInput()) {
            step();
        }
    }

    @Override
    void finish() throws IOException {
        start();
        deflater.finish();
        while (!deflater.finished()) {
            step();
        }
        ByteBuffer trailer = ByteBuffer.allocate(2 * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        trailer.putInt((int) checksum.getValue()).putInt((int) deflater.getBytesRead());
        emit(trailer.array(), trailer.capacity());
    }

    private void start() throws IOException {
        if (!started) {
            started = true;
            emit(HEADER, HEADER.length);
        }
    }

    private void step() throws IOException {
        int length = deflater.deflate(compressed);
        if (length > 0) {
            emit(compressed, length);
        }
    }

    @Override
    void release() {
        deflater.end();
    }
}
