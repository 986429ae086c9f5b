package io.dbops.verification.architecture.cyclic.two;

import io.dbops.verification.architecture.cyclic.one.First;

/** Knows {@link First}, which knows this class. */
public interface Second {
    First other();
}
