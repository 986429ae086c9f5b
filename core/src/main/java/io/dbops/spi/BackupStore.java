package io.dbops.spi;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/**
 * Keeps immutable objects under keys, with the semantics that object stores share: no rename, no append, create only when
 * absent. Thread-safe. Errors are {@link io.dbops.error.DbOpsException}s with code {@code STORE} when trying again may help,
 * {@code STORE_REFUSED} when it does not help until somebody mends what is wrong, {@code STORE_KEY_EXISTS} for an occupied key,
 * {@code STORE_KEY_MISSING} for one that is not there, {@code INTEGRITY} for bytes that are not those that were put; what the
 * content writer throws passes through unchanged.
 */
public interface BackupStore {

    /** Where it is, for people; no credentials. */
    String description();

    /**
     * Stores what {@code content} writes under a key that must not exist. When it returns, the object is durable, complete
     * and visible to every reader; when it throws, no object appears under the key, now or later. The content is asked for
     * once and written by the calling thread.
     *
     * @return the key and the length that the store confirms
     * @throws IOException what {@code content} threw
     */
    ObjectInfo put(ObjectKey key, Content content) throws IOException;

    /**
     * The object's bytes from the start; the caller closes. A missing key is a {@code STORE_KEY_MISSING} error that names it.
     */
    InputStream get(ObjectKey key) throws IOException;

    Optional<ObjectInfo> find(ObjectKey key) throws IOException;

    /**
     * All objects whose key begins with {@code prefix} (plain characters, need not end at a slash), in key order; objects
     * that are still being written are never among them. Empty only if there are none: a store that cannot be read is an error.
     */
    List<ObjectInfo> list(String prefix) throws IOException;

    /** Removes an object; a missing key is no error. Afterwards no reader sees it. */
    void delete(ObjectKey key) throws IOException;

    /** Writes an object's bytes. */
    @FunctionalInterface
    interface Content {
        /** Writes all bytes and leaves the stream open; throwing gives the object up. */
        void writeTo(OutputStream out) throws IOException;
    }
}
