package io.dbops.backup.manifest;

import io.dbops.spi.ObjectKey;

/**
 * An object as a manifest vouches for it.
 *
 * @param key where it is
 * @param size its length as stored
 * @param sha256 the digest of its stored bytes, lower-case hexadecimal
 */
public record StoredObject(ObjectKey key, long size, String sha256) {}
