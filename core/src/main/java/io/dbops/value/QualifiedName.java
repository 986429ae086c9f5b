package io.dbops.value;

import java.util.Comparator;

/**
 * The name of an object inside a schema, exactly as the catalogue spells it: unquoted, case preserved.
 *
 * @param schema the schema (on MySQL and MariaDB: the database)
 * @param name the object
 */
public record QualifiedName(String schema, String name) implements Comparable<QualifiedName> {

    private static final Comparator<QualifiedName> ORDER =
            Comparator.comparing(QualifiedName::schema).thenComparing(QualifiedName::name);

    @Override
    public int compareTo(QualifiedName other) {
        return ORDER.compare(this, other);
    }

    /** For people; never SQL: a dialect quotes. */
    @Override
    public String toString() {
        return schema + "." + name;
    }
}
