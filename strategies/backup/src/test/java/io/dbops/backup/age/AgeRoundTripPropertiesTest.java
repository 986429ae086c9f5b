package io.dbops.backup.age;

import static io.dbops.backup.age.AgeSamples.DECRYPTOR;
import static io.dbops.backup.age.AgeSamples.ENCRYPTOR;
import static io.dbops.backup.age.AgeSamples.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** However plaintext is sliced on its way in and out, it stays the same. */
class AgeRoundTripPropertiesTest {

    @Property(tries = 60)
    void any_slicing_of_writes_and_reads_yields_the_same_bytes(
            @ForAll @IntRange(max = 3 * 65536) int length,
            @ForAll @IntRange(min = 1, max = 140000) int writeSlice,
            @ForAll @IntRange(min = 1, max = 140000) int readSlice)
            throws IOException {
        byte[] plaintext = bytes(length);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (OutputStream out = ENCRYPTOR.encrypt(file)) {
            for (int from = 0; from < length; from += writeSlice) {
                out.write(plaintext, from, Math.min(writeSlice, length - from));
                out.flush();
            }
        }

        ByteArrayOutputStream read = new ByteArrayOutputStream();
        try (InputStream in = DECRYPTOR.decrypt(new ByteArrayInputStream(file.toByteArray()))) {
            byte[] slice = new byte[readSlice];
            for (int taken = in.read(slice); taken >= 0; taken = in.read(slice)) {
                read.write(slice, 0, taken);
            }
        }
        assertThat(read.toByteArray()).isEqualTo(plaintext);
    }
}
