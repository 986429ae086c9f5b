package io.dbops.backup.codec;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/** Bytes to compress, and streams to compress them into. */
final class CodecSamples {

    private CodecSamples() {}

    static byte[] text(int length) {
        StringBuilder text = new StringBuilder(length + 40);
        Random random = new Random(length);
        while (text.length() < length) {
            text.append(text.length())
                    .append("\tcustomer ")
                    .append(random.nextInt(1000))
                    .append("\t\\N\n");
        }
        return Arrays.copyOf(text.toString().getBytes(StandardCharsets.US_ASCII), length);
    }

    static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    static byte[] compress(CompressionCodec codec, byte[] plain) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        try (OutputStream out = codec.compress(frame)) {
            out.write(plain);
        }
        return frame.toByteArray();
    }

    static byte[] decompress(CompressionCodec codec, byte[] frame) throws IOException {
        try (InputStream in = codec.decompress(new ByteArrayInputStream(frame))) {
            return in.readAllBytes();
        }
    }

    static byte[] concatenate(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    /** Takes bytes up to a limit that the test moves. */
    static final class FailingSink extends OutputStream {

        final ByteArrayOutputStream taken = new ByteArrayOutputStream();
        int limit;
        int closes;

        FailingSink(int limit) {
            this.limit = limit;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (taken.size() + length > limit) {
                throw new IOException("sink is full");
            }
            taken.write(bytes, offset, length);
        }

        @Override
        public void close() {
            closes++;
        }
    }
}
