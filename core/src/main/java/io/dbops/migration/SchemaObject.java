package io.dbops.migration;

/**
 * Something that a schema holds, as the catalogue names it; never SQL.
 *
 * @param kind in the database's own word, lower case: {@code table}, {@code materialized view}
 * @param schema the schema that it lives in; empty for what lives in none, such as a cast
 * @param name its name, unquoted; for what is told apart by more than a name, such as a function, the rest follows it
 */
public record SchemaObject(String kind, String schema, String name) {

    /** For people. */
    @Override
    public String toString() {
        return kind + " " + (schema.isEmpty() ? name : schema + "." + name);
    }
}
