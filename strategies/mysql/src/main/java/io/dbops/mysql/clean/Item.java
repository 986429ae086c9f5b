package io.dbops.mysql.clean;

import io.dbops.migration.SchemaObject;
import io.dbops.mysql.server.Quoting;
import io.dbops.value.QualifiedName;

/**
 * Something that a schema holds.
 *
 * @param kind as information_schema says it: {@code BASE TABLE}, {@code VIEW}, {@code PROCEDURE} ...
 */
record Item(String kind, QualifiedName name) {

    /** Quoted and qualified. */
    String identity() {
        return quoted(name);
    }

    static String quoted(QualifiedName name) {
        return Quoting.identifier(name.schema()) + "." + Quoting.identifier(name.name());
    }

    boolean isTemporary() {
        return kind.startsWith("TEMPORARY");
    }

    boolean isSequence() {
        return kind.endsWith("SEQUENCE");
    }

    boolean isTable() {
        return kind.equals("BASE TABLE") || kind.equals("SYSTEM VERSIONED");
    }

    boolean isView() {
        return kind.endsWith("VIEW");
    }

    boolean isRoutine() {
        return kind.equals("FUNCTION") || kind.equals("PROCEDURE");
    }

    SchemaObject object() {
        String word =
                switch (kind) {
                    case "BASE TABLE" -> "table";
                    case "SYSTEM VERSIONED" -> "system-versioned table";
                    case "TEMPORARY" -> "temporary table";
                    default -> kind.toLowerCase(java.util.Locale.ROOT);
                };
        return new SchemaObject(word, name.schema(), name.name());
    }
}
