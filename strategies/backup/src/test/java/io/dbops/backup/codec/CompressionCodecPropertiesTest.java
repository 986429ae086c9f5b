package io.dbops.backup.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbops.backup.Compression;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** However bytes are sliced on their way in and out, they stay the same; arbitrary input is a codec fault, no other. */
class CompressionCodecPropertiesTest {

    @Property(tries = 150)
    void any_slicing_of_writes_and_reads_yields_the_same_bytes(
            @ForAll Compression compression,
            @ForAll @IntRange(max = 400_000) int length,
            @ForAll @IntRange(min = 1, max = 200_000) int writeSlice,
            @ForAll @IntRange(min = 1, max = 200_000) int readSlice,
            @ForAll boolean text)
            throws IOException {
        CompressionCodec codec = CompressionCodec.of(compression);
        byte[] plain = text ? CodecSamples.text(length) : CodecSamples.noise(length);
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        try (OutputStream out = codec.compress(frame)) {
            for (int from = 0; from < length; from += writeSlice) {
                out.write(plain, from, Math.min(writeSlice, length - from));
                out.flush();
            }
        }

        ByteArrayOutputStream read = new ByteArrayOutputStream();
        try (InputStream in = codec.decompress(new Dribble(frame.toByteArray()))) {
            byte[] slice = new byte[readSlice];
            for (int taken = in.read(slice); taken >= 0; taken = in.read(slice)) {
                read.write(slice, 0, taken);
            }
            assertThat(in.read()).isEqualTo(-1);
        }
        assertThat(read.toByteArray()).isEqualTo(plain);
    }

    @Property(tries = 30)
    void single_bytes_in_and_out_stay_the_same(@ForAll Compression compression, @ForAll @Size(max = 500) byte[] plain)
            throws IOException {
        CompressionCodec codec = CompressionCodec.of(compression);
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        try (OutputStream out = codec.compress(frame)) {
            for (byte value : plain) {
                out.write(value);
            }
        }

        try (InputStream in = codec.decompress(new ByteArrayInputStream(frame.toByteArray()))) {
            for (byte value : plain) {
                assertThat(in.read()).isEqualTo(value & 0xff);
            }
            assertThat(in.read()).isEqualTo(-1);
        }
    }

    @Property(tries = 500)
    void arbitrary_bytes_after_a_true_beginning_are_refused_as_a_codec_fault(
            @ForAll Compression compression,
            @ForAll @Size(max = 200) byte[] bytes,
            @ForAll @IntRange(max = 30) int kept)
            throws IOException {
        if (compression == Compression.NONE) {
            return;
        }
        CompressionCodec codec = CompressionCodec.of(compression);
        byte[] frame = CodecSamples.compress(codec, CodecSamples.text(100));
        byte[] start = Arrays.copyOf(frame, Math.min(kept, frame.length - 1));
        try {
            CodecSamples.decompress(codec, CodecSamples.concatenate(start, bytes));
        } catch (CodecException refused) {
            assertThat(refused.failure().hint()).isNotEmpty();
        }
    }

    /** Gives input in small pieces of unequal size, as a socket does. */
    private static final class Dribble extends ByteArrayInputStream {

        private final Random random = new Random(1);

        Dribble(byte[] bytes) {
            super(bytes);
        }

        @Override
        public synchronized int read(byte[] bytes, int offset, int length) {
            return super.read(bytes, offset, Math.min(length, 1 + random.nextInt(20_000)));
        }
    }
}
