package io.dbops.backup.age;

import java.security.SecureRandom;
import java.util.List;

/** Wraps the file key for those who may read the file. */
interface FileKeyWrapper {

    /** The stanzas of the header; draws fresh secrets for each call. */
    List<Stanza> wrap(byte[] fileKey, SecureRandom random);
}
