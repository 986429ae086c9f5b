package io.dbops.backup;

/** How much a verification reads. */
public enum VerifyLevel {
    /** Signature, existence and sizes of all objects. Needs no identity. */
    QUICK,
    /** All of that, and the stored bytes of every object against their digests. Needs no identity. */
    STORED,
    /** All of that, and decrypts, decompresses, counts rows and compares content digests. Needs an identity if encrypted. */
    FULL
}
