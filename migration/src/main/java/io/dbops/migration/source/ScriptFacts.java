package io.dbops.migration.source;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.migration.script.Digests;
import io.dbops.spi.ScriptResource;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * What one reading of a script's bytes found out.
 *
 * @param size in bytes
 * @param crc CRC-32 of the bytes, which a jar's directory also has
 * @param digest SHA-256 of the bytes
 * @param header its header comments
 */
record ScriptFacts(long size, long crc, String digest, List<HeaderLine> header) {

    ScriptFacts {
        header = List.copyOf(header);
    }

    private static final int SLICE = 8192;

    /** Reads one script after another with the same buffers. Used by one thread. */
    static final class Reader {
        private final byte[] head = new byte[HeaderReader.LONGEST];
        private final byte[] more = new byte[HeaderReader.LONGEST];
        private final MessageDigest digest = Digests.sha256();
        private final CRC32 crc = new CRC32();
        private int whole;

        /** The facts, or a {@code MIGRATION_INVALID} that says why there are none. */
        ScriptFacts read(ScriptResource script, boolean own) {
            try (InputStream bytes = script.open()) {
                crc.reset();
                int length = begin(bytes);
                boolean complete = length < head.length;
                whole = complete ? length : -1;
                long size = complete ? length : length + rest(bytes);
                String sum = Digests.hex(digest.digest());
                List<HeaderLine> header = HeaderReader.read(script.name(), head, length, complete, own);
                return new ScriptFacts(size, crc.getValue(), sum, header);
            } catch (IOException e) {
                digest.reset();
                throw DbOpsException.of(ErrorCode.MIGRATION_INVALID, "cannot read " + script.location())
                        .hint("Check that the file is there and readable.")
                        .cause(e)
                        .build();
            }
        }

        /** The bytes of the script that was read last; {@code null} when there are more than that. */
        byte @Nullable [] kept(int most) {
            return whole >= 0 && whole <= most ? Arrays.copyOf(head, whole) : null;
        }

        /** Fills the head, as far as there is anything. */
        private int begin(InputStream bytes) throws IOException {
            int length = 0;
            int read = 0;
            while (read >= 0 && length < head.length) {
                // for longer pieces a file's stream takes memory outside the heap every time
                read = bytes.read(head, length, Math.min(SLICE, head.length - length));
                length += Math.max(0, read);
            }
            update(head, length);
            return length;
        }

        private long rest(InputStream bytes) throws IOException {
            long size = 0;
            for (int read = bytes.read(more); read >= 0; read = bytes.read(more)) {
                update(more, read);
                size += read;
            }
            return size;
        }

        private void update(byte[] some, int length) {
            digest.update(some, 0, length);
            crc.update(some, 0, length);
        }
    }
}
