package io.dbops.h2;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.value.QualifiedName;

/** H2's identifiers between double quotes. */
final class Identifiers {

    private Identifiers() {}

    static String quote(String identifier) {
        if (identifier.isEmpty() || identifier.indexOf('\0') >= 0) {
            throw DbOpsException.of(
                            ErrorCode.CONFIGURATION,
                            "An identifier that is empty or holds a NUL character cannot be quoted for H2.")
                    .build();
        }
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    static String quote(QualifiedName name) {
        return quote(name.schema()) + "." + quote(name.name());
    }
}
