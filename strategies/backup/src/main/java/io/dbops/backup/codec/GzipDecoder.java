package io.dbops.backup.codec;

import io.dbops.backup.codec.CodecException.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * One gzip member (RFC 1952), and nothing after it. The JDK's own stream takes whatever follows a member for the end of
 * the file, and reads on into further members.
 */
final class GzipDecoder extends DecoderStream {

    private static final int FLAG_HEADER_CHECKSUM = 2;
    private static final int FLAG_EXTRA = 4;
    private static final int FLAG_NAME = 8;
    private static final int FLAG_COMMENT = 16;
    private static final int FLAGS_RESERVED = 0xe0;

    private final Inflater inflater = new Inflater(true);
    private final CRC32 checksum = new CRC32();
    private final CRC32 headerChecksum = new CRC32();
    private boolean started;

    GzipDecoder(InputStream source) {
        super(source, "gzip");
    }

    @Override
    int decode(byte[] bytes, int offset, int length) throws IOException {
        if (!started) {
            readHeader();
            started = true;
        }
        int produced = 0;
        while (produced == 0 && !ended()) {
            if (position == limit && inflater.needsInput()) {
                refill();
            }
            produced = inflate(bytes, offset, length);
            if (inflater.finished()) {
                readTrailer();
                finishFrame();
            }
        }
        return produced > 0 ? produced : -1;
    }

    private int inflate(byte[] bytes, int offset, int length) throws CodecException {
        inflater.setInput(input, position, limit - position);
        try {
            int produced = inflater.inflate(bytes, offset, length);
            position = limit - inflater.getRemaining();
            if (inflater.needsDictionary()) {
                throw fault(Failure.CORRUPT, "is corrupt: it asks for a dictionary, which gzip has not", null);
            }
            checksum.update(bytes, offset, produced);
            return produced;
        } catch (DataFormatException e) {
            throw fault(Failure.CORRUPT, "is corrupt: " + e.getMessage(), e);
        }
    }

    private void readHeader() throws IOException {
        if (nextHeaderByte() != 0x1f || nextHeaderByte() != 0x8b) {
            throw fault(Failure.CORRUPT, "does not start with gzip's magic number", null);
        }
        int method = nextHeaderByte();
        int flags = nextHeaderByte();
        if (method != Deflater.DEFLATED || (flags & FLAGS_RESERVED) != 0) {
            throw fault(Failure.CORRUPT, "has method " + method + " and flags " + flags + ", expected deflate", null);
        }
        skipHeader(6);
        if ((flags & FLAG_EXTRA) != 0) {
            skipHeader(nextHeaderByte() | nextHeaderByte() << 8);
        }
        if ((flags & FLAG_NAME) != 0) {
            skipHeaderText();
        }
        if ((flags & FLAG_COMMENT) != 0) {
            skipHeaderText();
        }
        if ((flags & FLAG_HEADER_CHECKSUM) != 0) {
            long expected = headerChecksum.getValue() & 0xffff;
            if ((nextByte() | nextByte() << 8) != expected) {
                throw fault(Failure.CORRUPT, "has a header that does not match its checksum", null);
            }
        }
    }

    private void readTrailer() throws IOException {
        if (nextInt() != (int) checksum.getValue()) {
            throw fault(Failure.CORRUPT, "does not match its checksum", null);
        }
        if (nextInt() != (int) inflater.getBytesWritten()) {
            throw fault(Failure.CORRUPT, "does not have the length that its trailer names", null);
        }
    }

    private void skipHeader(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            nextHeaderByte();
        }
    }

    private void skipHeaderText() throws IOException {
        int value;
        do {
            value = nextHeaderByte();
        } while (value != 0);
    }

    private int nextHeaderByte() throws IOException {
        int value = nextByte();
        headerChecksum.update(value);
        return value;
    }

    private int nextInt() throws IOException {
        return nextByte() | nextByte() << 8 | nextByte() << 16 | nextByte() << 24;
    }

    private int nextByte() throws IOException {
        while (position == limit) {
            refill();
        }
        return input[position++] & 0xff;
    }

    @Override
    void release() {
        inflater.end();
    }
}
