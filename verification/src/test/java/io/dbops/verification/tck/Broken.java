package io.dbops.verification.tck;

import io.dbops.testservers.ServerKind;

/**
 * An implementation that breaks its contract in one way.
 *
 * @param <T> what it implements
 */
interface Broken<T> {

    /** Of the enum. */
    String name();

    /** The server on which it is tried. */
    ServerKind kind();

    /** The one test that must find it out. */
    String sentence();

    /** A new one. */
    T implementation();
}
