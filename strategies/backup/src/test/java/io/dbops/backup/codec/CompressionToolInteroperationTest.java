package io.dbops.backup.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dbops.backup.Compression;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The stock zstd and gzip read our frames and we read theirs; skipped where a tool is not installed. */
class CompressionToolInteroperationTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"ZSTD,0", "ZSTD,1", "ZSTD,3000000", "GZIP,0", "GZIP,1", "GZIP,3000000"})
    void the_tool_decompresses_what_we_compressed(Compression compression, int length) throws Exception {
        CompressionCodec codec = CompressionCodec.of(compression);
        byte[] plain = CodecSamples.text(length);
        Path frame = directory.resolve("ours" + codec.suffix());
        Files.write(frame, CodecSamples.compress(codec, plain));

        assertThat(run(tool(compression), "-d", "-c", frame.toString())).isEqualTo(plain);
    }

    @ParameterizedTest
    @CsvSource({"ZSTD,0", "ZSTD,1", "ZSTD,3000000", "GZIP,0", "GZIP,1", "GZIP,3000000"})
    void we_decompress_what_the_tool_compressed(Compression compression, int length) throws Exception {
        byte[] plain = CodecSamples.text(length);
        Path file = Files.write(directory.resolve("theirs"), plain);

        byte[] frame = run(tool(compression), "-c", file.toString());

        assertThat(CodecSamples.decompress(CompressionCodec.of(compression), frame))
                .isEqualTo(plain);
    }

    private static String tool(Compression compression) {
        String tool = compression.name().toLowerCase(Locale.ROOT);
        boolean installed = Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
        assumeTrue(installed, "the tool " + tool + " is not installed: interoperation with it was not tested");
        return tool;
    }

    private byte[] run(String... command) throws IOException, InterruptedException {
        Path output = directory.resolve("output");
        Path errors = directory.resolve("errors");
        Process process = new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS))
                    .as("the tool ended")
                    .isTrue();
            assertThat(process.exitValue()).as(Files.readString(errors)).isZero();
            return Files.readAllBytes(output);
        } finally {
            process.destroyForcibly();
        }
    }
}
