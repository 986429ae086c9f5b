package io.dbops.backup.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.luben.zstd.Zstd;
import io.dbops.backup.Compression;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A JVM that cannot load zstd's native library is told so, and gzip still works there. */
class ZstdMissingTest {

    private static final String PROGRAM = """
            import io.dbops.backup.Compression;
            import io.dbops.backup.codec.CodecException;
            import io.dbops.backup.codec.CompressionCodec;
            import java.io.OutputStream;

            class WithoutZstd {
                public static void main(String[] arguments) throws Exception {
                    for (int i = 0; i < 2; i++) {
                        try {
                            CompressionCodec.of(Compression.ZSTD).checkAvailable();
                            CompressionCodec.of(Compression.ZSTD).compress(OutputStream.nullOutputStream());
                            System.out.println("zstd works");
                        } catch (CodecException e) {
                            System.out.println(e.failure() + ": " + e.getMessage());
                        }
                    }
                    CompressionCodec.of(Compression.GZIP).compress(OutputStream.nullOutputStream()).close();
                    System.out.println("gzip works");
                }
            }
            """;

    @TempDir
    Path directory;

    @Test
    void the_error_says_so_and_names_gzip() throws Exception {
        assertThat(run("-DZstdNativePath=" + directory.resolve("absent.so")))
                .hasLineCount(3)
                .containsPattern("UNAVAILABLE: zstd is not available: .*gzip is the alternative")
                .doesNotContain("zstd works")
                .contains("gzip works");
    }

    @Test
    void a_jvm_that_denies_native_access_is_told_the_same() throws Exception {
        assumeTrue(Runtime.version().feature() >= 24, "this JVM cannot be told to deny native access");

        assertThat(run("--illegal-native-access=deny"))
                .containsPattern("UNAVAILABLE: zstd is not available: .*gzip is the alternative")
                .doesNotContain("zstd works")
                .contains("gzip works");
    }

    /** A class of zstd-jni as an older version might have it, before the real ones on the class path. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "public ZstdCompressCtx setLevel(int l) { return this; }"
                        + " public ZstdCompressCtx setChecksum(boolean c) { return this; } public void close() {}"
            })
    void another_version_of_zstd_jni_is_told_the_same(String methods) throws Exception {
        Path source = Files.writeString(
                directory.resolve("ZstdCompressCtx.java"),
                "package com.github.luben.zstd; public class ZstdCompressCtx { " + methods + " }");
        Process compiler = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "javac").toString(),
                        "-d",
                        directory.toString(),
                        source.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("compiler").toFile())
                .start();
        assertThat(compiler.waitFor())
                .as(Files.readString(directory.resolve("compiler")))
                .isZero();
        assertThat(run("-Dunchanged=true", directory + File.pathSeparator + classPath()))
                .containsPattern("UNAVAILABLE: zstd is not available: .*another version.*gzip is the alternative")
                .doesNotContain("zstd works")
                .contains("gzip works");
    }

    @Test
    void the_same_program_finds_zstd_where_it_can_be_loaded() throws Exception {
        assertThat(run("-Dunchanged=true")).contains("zstd works").doesNotContain("UNAVAILABLE");
    }

    private String run(String property) throws Exception {
        return run(property, classPath());
    }

    private String run(String property, String classPath) throws Exception {
        Path program = Files.writeString(directory.resolve("WithoutZstd.java"), PROGRAM);
        Path output = directory.resolve("output");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        property,
                        "-cp",
                        classPath,
                        program.toString())
                .redirectError(directory.resolve("errors").toFile())
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS))
                    .as("the program ended")
                    .isTrue();
            assertThat(process.exitValue())
                    .as(Files.readString(directory.resolve("errors")))
                    .isZero();
            return Files.readString(output);
        } finally {
            process.destroyForcibly();
        }
    }

    private static String classPath() {
        return Stream.of(CompressionCodec.class, Compression.class, Zstd.class)
                .map(type -> Path.of(type.getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .getPath())
                        .toString())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
