package io.dbops.backup.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import io.dbops.backup.Compression;
import io.dbops.backup.codec.CodecException.Failure;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Each codec reads back what it wrote, and refuses what was cut, altered or appended to. */
class CompressionCodecTest {

    @Test
    void each_compression_names_its_files() {
        assertThat(CompressionCodec.of(Compression.ZSTD).suffix()).isEqualTo(".zst");
        assertThat(CompressionCodec.of(Compression.GZIP).suffix()).isEqualTo(".gz");
        assertThat(CompressionCodec.of(Compression.NONE).suffix()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void bytes_come_back_as_they_were(Compression compression) throws IOException {
        CompressionCodec codec = CompressionCodec.of(compression);
        codec.checkAvailable();
        for (int length : new int[] {0, 1, 100, 65535, 65536, 131072, 1_000_000, 5_000_000}) {
            for (byte[] plain :
                    new byte[][] {CodecSamples.text(length), CodecSamples.noise(length), new byte[length]}) {
                byte[] frame = CodecSamples.compress(codec, plain);
                assertThat(CodecSamples.decompress(codec, frame)).isEqualTo(plain);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = Compression.class, mode = Mode.EXCLUDE, names = "NONE")
    void text_becomes_smaller_and_zeros_vanish(Compression compression) throws IOException {
        CompressionCodec codec = CompressionCodec.of(compression);

        assertThat(CodecSamples.compress(codec, CodecSamples.text(100_000))).hasSizeLessThan(50_000);
        assertThat(CodecSamples.compress(codec, new byte[1_000_000])).hasSizeLessThan(2_000);
    }

    @ParameterizedTest
    @EnumSource(value = Compression.class, mode = Mode.EXCLUDE, names = "NONE")
    void every_truncation_is_refused(Compression compression) throws IOException {
        CompressionCodec codec = CompressionCodec.of(compression);
        for (byte[] plain : new byte[][] {new byte[0], CodecSamples.text(500)}) {
            byte[] frame = CodecSamples.compress(codec, plain);
            for (int length = 0; length < frame.length; length++) {
                byte[] cut = Arrays.copyOf(frame, length);
                assertFailure(codec, cut, Failure.TRUNCATED);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = Compression.class, mode = Mode.EXCLUDE, names = "NONE")
    void a_truncation_of_a_large_frame_is_refused_after_a_true_prefix(Compression compression) throws IOException {
        CompressionCodec codec = CompressionCodec.of(compression);
        byte[] plain = CodecSamples.noise(400_000);
        byte[] frame = CodecSamples.compress(codec, plain);
        for (int length = 1; length < frame.length; length += 13_131) {
            ByteArrayOutputStream released = new ByteArrayOutputStream();
            try (InputStream in = codec.decompress(new ByteArrayInputStream(frame, 0, length))) {
                assertThatThrownBy(() -> in.transferTo(released))
                        .isInstanceOfSatisfying(CodecException.class, e -> assertThat(e.failure())
                                .isEqualTo(Failure.TRUNCATED));
                assertThatThrownBy(in::read).isInstanceOf(CodecException.class);
            }
            assertThat(released.toByteArray()).isEqualTo(Arrays.copyOf(plain, released.size()));
        }
    }

    @ParameterizedTest
    @EnumSource(value = Compression.class, mode = Mode.EXCLUDE, names = "NONE")
    void anything_after_the_frame_is_refused_even_a_second_frame(Compression compression) throws IOException {
        CompressionCodec codec = CompressionCodec.of(compression);
        for (byte[] plain : new byte[][] {new byte[0], CodecSamples.text(70_000), CodecSamples.noise(65_536)}) {
            byte[] frame = CodecSamples.compress(codec, plain);
            assertFailure(codec, CodecSamples.concatenate(frame, new byte[1]), Failure.TRAILING_DATA);
            assertFailure(codec, CodecSamples.concatenate(frame, frame), Failure.TRAILING_DATA);
            assertFailure(codec, CodecSamples.concatenate(frame, CodecSamples.noise(100_000)), Failure.TRAILING_DATA);
        }
    }

    @ParameterizedTest
    @EnumSource(value = Compression.class, mode = Mode.EXCLUDE, names = "NONE")
    void no_flipped_bit_yields_other_bytes(Compression compression) throws IOException {
        CompressionCodec codec = CompressionCodec.of(compression);
        byte[] plain = CodecSamples.text(300);
        byte[] frame = CodecSamples.compress(codec, plain);
        int refused = 0;
        for (int index = 0; index < frame.length; index++) {
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                byte[] altered = frame.clone();
                altered[index] ^= (byte) (1 << bit);
                try {
                    // A few bits carry no meaning, such as gzip's time stamp; they may flip, the bytes may not.
                    assertThat(CodecSamples.decompress(codec, altered)).isEqualTo(plain);
                } catch (CodecException e) {
                    refused++;
                }
            }
        }
        assertThat(refused).isGreaterThan((frame.length - 10) * Byte.SIZE * 9 / 10);
    }

    @ParameterizedTest
    @EnumSource(value = Compression.class, mode = Mode.EXCLUDE, names = "NONE")
    void the_stream_of_another_format_is_refused(Compression compression) {
        assertFailure(CompressionCodec.of(compression), CodecSamples.text(1000), Failure.CORRUPT);
    }

    @Test
    void gzip_with_all_optional_header_fields_is_read_and_its_header_checksum_verified() throws IOException {
        byte[] plain = CodecSamples.text(1000);
        byte[] frame =
                GzipHeaders.withAllOptionalFields(CodecSamples.compress(CompressionCodec.of(Compression.GZIP), plain));

        assertThat(CodecSamples.decompress(CompressionCodec.of(Compression.GZIP), frame))
                .isEqualTo(plain);
        assertThat(new GZIPInputStream(new ByteArrayInputStream(frame)).readAllBytes())
                .isEqualTo(plain);
        frame[4] ^= 1;
        assertFailure(CompressionCodec.of(Compression.GZIP), frame, Failure.CORRUPT);
    }

    @Test
    void the_platforms_own_gzip_reads_ours_and_we_read_its() throws IOException {
        CompressionCodec codec = CompressionCodec.of(Compression.GZIP);
        byte[] plain = CodecSamples.text(300_000);
        ByteArrayOutputStream theirs = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(theirs)) {
            out.write(plain);
        }

        assertThat(CodecSamples.decompress(codec, theirs.toByteArray())).isEqualTo(plain);
        byte[] ours = CodecSamples.compress(codec, plain);
        assertThat(new GZIPInputStream(new ByteArrayInputStream(ours)).readAllBytes())
                .isEqualTo(plain);
    }

    @Test
    void the_one_shot_decoder_of_zstd_reads_our_frame() throws IOException {
        byte[] plain = CodecSamples.text(300_000);

        byte[] frame = CodecSamples.compress(CompressionCodec.zstd(3), plain);

        assertThat(Zstd.decompress(frame, plain.length)).isEqualTo(plain);
    }

    @Test
    void a_zstd_frame_that_asks_for_too_large_a_window_is_declined() throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        try (ZstdOutputStreamNoFinalizer out = new ZstdOutputStreamNoFinalizer(frame, 1)) {
            out.setWindowLog(28);
            out.write(1);
            out.flush();
        }

        assertFailure(CompressionCodec.of(Compression.ZSTD), frame.toByteArray(), Failure.UNSUPPORTED);
    }

    @Test
    void a_zstd_level_out_of_range_is_refused() {
        assertThatThrownBy(() -> CompressionCodec.zstd(0)).hasMessageContaining("level 0");
        assertThatThrownBy(() -> CompressionCodec.zstd(20)).hasMessageContaining("level 20");
    }

    @ParameterizedTest
    @EnumSource(value = Compression.class, mode = Mode.EXCLUDE, names = "NONE")
    void after_a_failed_write_close_leaves_the_frame_cut_and_closes_the_sink(Compression compression)
            throws IOException {
        CodecSamples.FailingSink sink = new CodecSamples.FailingSink(100_000);
        OutputStream out = CompressionCodec.of(compression).compress(sink);
        assertThatThrownBy(() -> out.write(CodecSamples.noise(1_000_000))).hasMessage("sink is full");
        assertThatThrownBy(() -> out.write(1)).isInstanceOf(IOException.class);
        int written = sink.taken.size();
        sink.limit = Integer.MAX_VALUE;

        out.close();
        out.close();

        assertThat(sink.closes).isEqualTo(1);
        assertThat(sink.taken.size()).isEqualTo(written);
        assertThatThrownBy(() -> out.write(1)).hasMessageContaining("closed");
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void closing_closes_the_wrapped_stream_even_if_the_end_cannot_be_written(Compression compression)
            throws IOException {
        CodecSamples.FailingSink sink = new CodecSamples.FailingSink(Integer.MAX_VALUE);
        OutputStream out = CompressionCodec.of(compression).compress(sink);
        out.write(1);
        sink.limit = 0;
        if (compression == Compression.NONE) {
            out.close();
        } else {
            assertThatThrownBy(out::close).hasMessage("sink is full");
        }
        assertThat(sink.closes).isEqualTo(1);
    }

    private static void assertFailure(CompressionCodec codec, byte[] frame, Failure expected) {
        assertThatThrownBy(() -> CodecSamples.decompress(codec, frame))
                .isInstanceOfSatisfying(
                        CodecException.class, e -> assertThat(e.failure()).isEqualTo(expected));
    }
}
