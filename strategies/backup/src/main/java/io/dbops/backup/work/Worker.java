package io.dbops.backup.work;

/** Does items of one kind, on one thread at a time. */
public interface Worker<T> extends AutoCloseable {

    void work(T item) throws Exception;

    /** Makes a running {@link #work} fail soon, or does nothing; any thread. */
    void cancel();

    @Override
    void close() throws Exception;
}
