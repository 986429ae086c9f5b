package io.dbops.verification;

import io.dbops.testservers.ServerKind;

/** What needs one server, and at best has it alone: a test, or an argument of one. */
public interface OnDatabase {

    /** The kind of that server. */
    ServerKind kind();
}
