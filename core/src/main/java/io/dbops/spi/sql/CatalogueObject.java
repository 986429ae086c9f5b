package io.dbops.spi.sql;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An object as a statement names it.
 *
 * @param kind the word that SQL has for it, in upper case: {@code TABLE}, {@code INDEX}, {@code MATERIALIZED VIEW}
 * @param schema as the database reads it; the connection's current one where the statement names none
 * @param name as the database reads it
 * @param table of an index or a trigger, where the statement names it
 */
public record CatalogueObject(
        String kind,
        @Nullable String schema,
        String name,
        @Nullable CatalogueObject table) {

    public Optional<String> schemaName() {
        return Optional.ofNullable(schema);
    }

    public Optional<CatalogueObject> tableOf() {
        return Optional.ofNullable(table);
    }
}
