package io.dbops.postgresql.clean;

/** An object's address in pg_depend: the OIDs of its catalogue and of itself. */
record ObjectId(long catalog, long oid) {}
