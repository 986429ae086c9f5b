package io.dbops.backup.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** Rewrites a plain gzip member to one that uses every optional field of RFC 1952. */
final class GzipHeaders {

    private static final int PLAIN_HEADER_LENGTH = 10;
    private static final byte CHECKSUM_EXTRA_NAME_COMMENT = 2 + 4 + 8 + 16;

    private GzipHeaders() {}

    static byte[] withAllOptionalFields(byte[] member) {
        ByteBuffer out = ByteBuffer.allocate(member.length + 100).order(ByteOrder.LITTLE_ENDIAN);
        out.put(member, 0, PLAIN_HEADER_LENGTH).put(3, CHECKSUM_EXTRA_NAME_COMMENT);
        out.putShort((short) 5).put("extra".getBytes(StandardCharsets.US_ASCII));
        out.put("name\0comment\0".getBytes(StandardCharsets.US_ASCII));
        CRC32 checksum = new CRC32();
        checksum.update(out.array(), 0, out.position());
        out.putShort((short) checksum.getValue());
        out.put(member, PLAIN_HEADER_LENGTH, member.length - PLAIN_HEADER_LENGTH);
        byte[] bytes = new byte[out.position()];
        out.flip().get(bytes);
        return bytes;
    }
}
