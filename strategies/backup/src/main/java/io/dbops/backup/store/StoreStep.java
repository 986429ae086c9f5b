package io.dbops.backup.store;

/** The steps of one {@code put}, for tests that cut it between them. */
enum StoreStep {
    /** A temporary file exists; its content may be partly written. */
    TEMPORARY_OPEN,
    /** The temporary file is complete and durable; the key does not exist yet. */
    TEMPORARY_DURABLE,
    /** The key exists; that it does may not be durable yet. */
    LINKED
}
