package io.dbops.h2;

import io.dbops.value.QualifiedName;

/** H2's identifiers between double quotes. */
final class Identifiers {

    private Identifiers() {}

    static String quote(String identifier) {
        if (identifier.isEmpty() || identifier.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("not an identifier: it is empty or holds a NUL character");
        }
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    static String quote(QualifiedName name) {
        return quote(name.schema()) + "." + quote(name.name());
    }
}
