package io.dbops.internal;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A value made once, at first need; a failure is not kept. Thread-safe. */
public final class Lazy<T> {

    private final Supplier<T> source;
    private volatile @Nullable T value;

    public Lazy(Supplier<T> source) {
        this.source = source;
    }

    public T get() {
        T current = value;
        if (current == null) {
            synchronized (this) {
                current = value;
                if (current == null) {
                    current = source.get();
                    value = current;
                }
            }
        }
        return current;
    }
}
