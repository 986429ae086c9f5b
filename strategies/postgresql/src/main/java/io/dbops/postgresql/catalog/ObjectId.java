package io.dbops.postgresql.catalog;

/**
 * Names one object of the catalogue, as pg_depend does.
 *
 * @param catalog the catalogue table, such as {@code pg_class}; with a suffix for a statement about an object that can be
 *     run only later, such as {@code pg_class/attach}
 * @param oid the object's OID
 */
record ObjectId(String catalog, long oid) {

    /** The object that a later statement is about. */
    ObjectId object() {
        int step = catalog.indexOf('/');
        return step < 0 ? this : new ObjectId(catalog.substring(0, step), oid);
    }

    ObjectId later(String step) {
        return new ObjectId(catalog + "/" + step, oid);
    }
}
