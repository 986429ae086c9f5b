package io.dbops.postgresql.catalog;

/**
 * What a definition defines, in the order in which a restore runs them where no dependency says otherwise: whatever a body
 * of a function may read, unknown to the catalogue, is there before anything that calls the function.
 */
enum Kind {
    SCHEMA("schema", false),
    EXTENSION("extension", false),
    COLLATION("collation", false),
    TYPE("type", false),
    SEQUENCE("sequence", false),
    FUNCTION("function", false),
    AGGREGATE("aggregate", false),
    LARGE_OBJECT("large objects", false),
    TABLE("table", false),
    PARTITION("partition", false),
    SEQUENCE_OWNER("sequence owner", false),
    OWNER("owner", false),
    KEY("constraint", true),
    CHECK("constraint", true),
    INDEX("index", true),
    INDEX_PARTITION("index partition", true),
    STATISTICS("statistics", true),
    VIEW("view", true),
    MATERIALIZED_VIEW("materialized view", true),
    TABLE_OPTION("table option", true),
    FOREIGN_KEY("foreign key", true),
    RULE("rule", true),
    TRIGGER("trigger", true),
    POLICY("policy", true),
    PRIVILEGES("privileges", true),
    REFRESH("refresh", true),
    ROW_SECURITY("row security", true),
    LARGE_OBJECT_COMMENT("comment", true),
    COMMENT("comment", true),
    DEFAULT_PRIVILEGES("default privileges", true);

    private final String label;
    private final boolean afterData;

    Kind(String label, boolean afterData) {
        this.label = label;
        this.afterData = afterData;
    }

    String label() {
        return label;
    }

    /** Whether it says something of an object that has a definition of its own. */
    boolean isAboutAnother() {
        return this == COMMENT || this == OWNER || this == PRIVILEGES;
    }

    /** Whether its name is spelled as the catalogue does, without quotes. */
    boolean isNamedPlainly() {
        return this == SCHEMA
                || this == EXTENSION
                || this == LARGE_OBJECT
                || this == LARGE_OBJECT_COMMENT
                || this == OWNER
                || this == PRIVILEGES;
    }

    /** Whether it comes after the rows unless a table needs it. */
    boolean afterData() {
        return afterData;
    }
}
