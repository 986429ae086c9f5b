package io.dbops.backup.stream;

import io.dbops.backup.manifest.Sha256;
import java.security.DigestException;
import java.security.MessageDigest;

/** Counts and digests the rows of one chunk as they pass, without knowing their format. Used by one thread. */
public final class RowTally {

    private final MessageDigest row = Sha256.start();
    private final MessageDigest text = Sha256.start();
    private final byte[] hash = new byte[RowSum.LENGTH];
    private final RowSum sum = new RowSum();
    private long rows;
    private long bytes;
    private boolean insideRow;

    public void update(byte[] buffer, int offset, int length) {
        int start = offset;
        int end = offset + length;
        for (int i = offset; i < end; i++) {
            if (buffer[i] == '\n') {
                row.update(buffer, start, i - start);
                endRow();
                start = i + 1;
            }
        }
        if (start < end) {
            row.update(buffer, start, end - start);
            insideRow = true;
        }
        text.update(buffer, offset, length);
        bytes += length;
    }

    private void endRow() {
        try {
            row.digest(hash, 0, hash.length);
        } catch (DigestException e) {
            throw new IllegalStateException("SHA-256 has 32 bytes", e);
        }
        sum.add(hash);
        rows++;
        insideRow = false;
    }

    public long rows() {
        return rows;
    }

    public long bytes() {
        return bytes;
    }

    /** Whether bytes follow the last LF: a chunk must not end so. */
    public boolean isInsideRow() {
        return insideRow;
    }

    public RowSum sum() {
        return sum;
    }

    /** The SHA-256 of all that has passed; ends the tally. */
    byte[] text() {
        return text.digest();
    }
}
