package io.dbops.migration.source;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.migration.script.Digests;
import io.dbops.spi.ScriptResource;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/**
 * A script that proves, whenever it is read to its end, that its bytes are those of which the digest is known. A migration is
 * read to its end before its first statement runs.
 */
record CheckedScript(ScriptResource script, String digest) implements ScriptResource {

    @Override
    public String name() {
        return script.name();
    }

    @Override
    public String location() {
        return script.location();
    }

    @Override
    public InputStream open() throws IOException {
        return new Checking(script.open());
    }

    private DbOpsException changed() {
        return DbOpsException.of(
                        ErrorCode.MIGRATION_INVALID,
                        script.location() + " is not the file that was listed: its SHA-256 differs from " + digest)
                .with("script", script.location())
                .hint(
                        "If it was edited just now, migrate again; if it has an index, write the index again at build time.")
                .build();
    }

    private final class Checking extends FilterInputStream {
        private final MessageDigest seen = Digests.sha256();
        private boolean ended;

        Checking(InputStream bytes) {
            super(bytes);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            if (read > 0) {
                seen.update(bytes, offset, read);
            } else if (read < 0 && !ended) {
                ended = true;
                if (!Digests.hex(seen.digest()).equals(digest)) {
                    throw changed();
                }
            }
            return read;
        }

        @Override
        public long skip(long bytes) throws IOException {
            return readNBytes((int) Math.min(bytes, 8192)).length;
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
