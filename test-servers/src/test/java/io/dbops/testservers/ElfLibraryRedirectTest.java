package io.dbops.testservers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ElfLibraryRedirectTest {
    private static final int LOADED_AT = 0x400000;
    private static final int DYNAMIC = 0x100;
    private static final int STRINGS = 0x200;
    private static final int VERSIONS = 0x300;
    private static final String NAMES = "\0libaio.so.1\0libdl.so.2\0LIBAIO_0.1\0LIBAIO_0.4\0GLIBC_2.2.5\0";

    @Test
    void theNeedGoesToTheSubstituteAndNothingElseMoves() throws IOException {
        byte[] image = program(0, 0);
        assertThat(ElfLibraryRedirect.needed(image)).containsExactly("libaio.so.1", "libdl.so.2");

        byte[] redirected = image.clone();
        ElfLibraryRedirect.apply(redirected, "libaio.so.1", "libdl.so.2");

        assertThat(ElfLibraryRedirect.needed(redirected)).containsExactly("libdl.so.2", "libdl.so.2");
        ByteBuffer elf = little(redirected);
        assertThat(elf.getInt(VERSIONS + 4))
                .as("file of the first version record")
                .isEqualTo(offset("libdl.so.2"));
        assertThat(elf.getShort(VERSIONS + 16 + 4)).as("first version is weak").isEqualTo((short) 2);
        assertThat(elf.getShort(VERSIONS + 32 + 4)).as("second version is weak").isEqualTo((short) 2);
        assertThat(elf.getShort(VERSIONS + 64 + 4))
                .as("the other library's version is not")
                .isZero();
        assertThat(differences(image, redirected)).isEqualTo(4);
    }

    @Test
    void aLibraryThatIsNotNeededIsAnErrorAndSoIsSuchASubstitute() {
        assertThatThrownBy(() -> ElfLibraryRedirect.apply(program(0, 0), "libm.so.6", "libdl.so.2"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("libm.so.6");
        assertThatThrownBy(() -> ElfLibraryRedirect.apply(program(0, 0), "libaio.so.1", "libm.so.6"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("libm.so.6");
    }

    @Test
    void aProgramThatResolvesAllFunctionsAtItsStartIsRefused() {
        for (long[] eager : new long[][] {{24, 0}, {30, 8}, {0x6ffffffbL, 1}}) {
            assertThatThrownBy(() -> ElfLibraryRedirect.apply(program(eager[0], eager[1]), "libaio.so.1", "libdl.so.2"))
                    .as("dynamic tag %d", eager[0])
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("at its start");
        }
    }

    @Test
    void whatIsNoElfFileIsRefused() {
        assertThatThrownBy(
                        () -> ElfLibraryRedirect.needed("#!/bin/sh\n".repeat(20).getBytes(StandardCharsets.US_ASCII)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("ELF");
    }

    @Test
    void anyDamageEndsInAnIoExceptionOrInAResultAndNeverInAnythingElse() {
        byte[] whole = program(0, 0);
        for (int length = 0; length < STRINGS; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> ElfLibraryRedirect.apply(cut, "libaio.so.1", "libdl.so.2"))
                    .as("cut to %d bytes", length)
                    .isInstanceOf(IOException.class);
        }
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = whole.clone();
            for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            try {
                ElfLibraryRedirect.apply(damaged, "libaio.so.1", "libdl.so.2");
                assertThat(damaged).hasSameSizeAs(whole);
            } catch (IOException expected) {
                assertThat(expected).hasMessageNotContaining("null");
            }
        }
    }

    /** A program of one segment that needs two libraries, two versions of the first and one of the second. */
    private static byte[] program(long extraTag, long extraValue) {
        ByteBuffer elf = little(new byte[0x400]);
        elf.put(0, new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1});
        elf.putLong(0x20, 0x40).putShort(0x36, (short) 56).putShort(0x38, (short) 2);
        segment(elf, 0x40, 1, 0, 0x400);
        segment(elf, 0x40 + 56, 2, DYNAMIC, STRINGS - DYNAMIC);
        long[] dynamic = {
            1,
            offset("libaio.so.1"),
            1,
            offset("libdl.so.2"),
            5,
            LOADED_AT + STRINGS,
            0x6ffffffeL,
            LOADED_AT + VERSIONS,
            0x6fffffffL,
            2,
            extraTag,
            extraValue
        };
        elf.position(DYNAMIC);
        elf.asLongBuffer().put(dynamic);
        elf.put(STRINGS, NAMES.getBytes(StandardCharsets.US_ASCII));
        versionRecord(elf, VERSIONS, 2, "libaio.so.1", 48);
        version(elf, VERSIONS + 16, "LIBAIO_0.1", 16);
        version(elf, VERSIONS + 32, "LIBAIO_0.4", 0);
        versionRecord(elf, VERSIONS + 48, 1, "libdl.so.2", 0);
        version(elf, VERSIONS + 64, "GLIBC_2.2.5", 0);
        return elf.array();
    }

    private static void segment(ByteBuffer elf, int at, int type, int offset, int length) {
        elf.putInt(at, type)
                .putLong(at + 8, offset)
                .putLong(at + 16, LOADED_AT + offset)
                .putLong(at + 32, length);
    }

    private static void versionRecord(ByteBuffer elf, int at, int count, String file, int next) {
        elf.putShort(at, (short) 1).putShort(at + 2, (short) count).putInt(at + 4, offset(file));
        elf.putInt(at + 8, 16).putInt(at + 12, next);
    }

    private static void version(ByteBuffer elf, int at, String name, int next) {
        elf.putInt(at + 8, offset(name)).putInt(at + 12, next);
    }

    private static int offset(String name) {
        return NAMES.indexOf("\0" + name + "\0") + 1;
    }

    private static int differences(byte[] left, byte[] right) {
        int count = 0;
        for (int i = 0; i < left.length; i++) {
            count += left[i] == right[i] ? 0 : 1;
        }
        return count;
    }

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
