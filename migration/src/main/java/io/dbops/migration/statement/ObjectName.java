package io.dbops.migration.statement;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A name in a statement.
 *
 * @param schema as the database reads it; absent when the name is not qualified
 * @param name as the database reads it
 * @param source as the script spells it, qualification and quotes included
 */
public record ObjectName(@Nullable String schema, String name, String source) {

    public Optional<String> schemaName() {
        return Optional.ofNullable(schema);
    }

    @Override
    public String toString() {
        return schema == null ? name : schema + "." + name;
    }
}
