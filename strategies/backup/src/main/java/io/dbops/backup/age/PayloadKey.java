package io.dbops.backup.age;

/** The key and the nonces of the payload: chunks of 64 KiB, numbered, the final one marked. */
final class PayloadKey {

    static final int NONCE_LENGTH = 16;
    static final int CHUNK_LENGTH = 64 * 1024;
    static final int SEALED_CHUNK_LENGTH = CHUNK_LENGTH + ChaChaPoly.TAG_LENGTH;

    private PayloadKey() {}

    static ChaChaPoly cipher(byte[] fileKey, byte[] nonce) {
        return new ChaChaPoly(Hkdf.derive(fileKey, nonce, "payload"));
    }

    /** Eleven bytes of big-endian chunk number, then one that marks the final chunk. */
    static byte[] chunkNonce(long chunk, boolean last) {
        byte[] nonce = new byte[ChaChaPoly.NONCE_LENGTH];
        for (int i = 0; i < Long.BYTES; i++) {
            nonce[10 - i] = (byte) (chunk >>> Byte.SIZE * i);
        }
        nonce[11] = (byte) (last ? 1 : 0);
        return nonce;
    }
}
