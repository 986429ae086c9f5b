package io.dbops.verification.tck;

import io.dbops.verification.OnDatabase;

/**
 * An implementation that breaks its contract in one way.
 *
 * @param <T> what it implements
 */
interface Broken<T> extends OnDatabase {

    /** Of the enum. */
    String name();

    /** The one test that must find it out. */
    String sentence();

    /** A new one. */
    T implementation();
}
