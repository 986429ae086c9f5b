package io.dbops.verification.architecture.cyclic.one;

import io.dbops.verification.architecture.cyclic.two.Second;

/** Knows {@link Second}, which knows this class. */
public interface First {
    Second other();
}
