package io.dbops.postgresql.catalog;

import java.util.List;
import java.util.Set;

/**
 * The statements that define one object.
 *
 * @param id the object
 * @param kind what it is
 * @param name quoted as SQL, but for kinds that are {@linkplain Kind#isNamedPlainly named plainly}
 * @param statements in order, without terminators
 * @param after what must be defined before, besides what pg_depend says
 */
record Definition(ObjectId id, Kind kind, String name, List<String> statements, Set<ObjectId> after) {

    Definition {
        statements = List.copyOf(statements);
        after = Set.copyOf(after);
    }

    static Definition of(ObjectId id, Kind kind, String name, String statement) {
        return new Definition(id, kind, name, List.of(statement), Set.of());
    }

    /** For people and for selection. */
    String plainName() {
        return kind.isNamedPlainly() ? name : QuotedName.plain(name);
    }
}
