package io.dbops.spi;

import java.time.Instant;

/**
 * What a store knows of an object.
 *
 * @param key its key
 * @param size its length in bytes, as stored
 * @param storedAt when the store took it, by the store's clock
 */
public record ObjectInfo(ObjectKey key, long size, Instant storedAt) {}
