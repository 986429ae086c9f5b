package io.dbops.postgresql.clean;

import io.dbops.migration.SchemaObject;

/**
 * An object that is dropped by its own name; its parts (indexes, defaults, row types ...) go with it.
 *
 * @param kind what drops it
 * @param object for people
 * @param identity quoted and qualified, with argument types where it needs them
 * @param owner who owns it; empty where nobody does
 * @param mayDrop whether the role may
 * @param last whether it shall go after all others
 */
record Unit(
        ObjectId id, DropKind kind, SchemaObject object, String identity, String owner, boolean mayDrop, boolean last) {

    /** As DROP takes it. */
    String dropName() {
        return kind == DropKind.TRANSFORM ? "FOR " + identity : identity;
    }
}
