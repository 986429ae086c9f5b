package io.dbops.mysql.clean;

import io.dbops.value.QualifiedName;

/** A foreign key: {@code table} refers to {@code parent}. */
record ForeignKey(String name, QualifiedName table, QualifiedName parent) {}
