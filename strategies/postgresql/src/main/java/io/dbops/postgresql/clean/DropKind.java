package io.dbops.postgresql.clean;

/** What one DROP statement drops, in the order of preference among what may be dropped next. */
enum DropKind {
    VIEW("VIEW", true),
    MATERIALIZED_VIEW("MATERIALIZED VIEW", true),
    FOREIGN_TABLE("FOREIGN TABLE", true),
    TABLE("TABLE", true),
    SEQUENCE("SEQUENCE", true),
    STATISTICS("STATISTICS", true),
    TRANSFORM("TRANSFORM", false),
    CAST("CAST", false),
    OPERATOR_CLASS("OPERATOR CLASS", false),
    OPERATOR_FAMILY("OPERATOR FAMILY", false),
    OPERATOR("OPERATOR", true),
    TEXT_SEARCH_CONFIGURATION("TEXT SEARCH CONFIGURATION", true),
    TEXT_SEARCH_DICTIONARY("TEXT SEARCH DICTIONARY", true),
    TEXT_SEARCH_TEMPLATE("TEXT SEARCH TEMPLATE", true),
    TEXT_SEARCH_PARSER("TEXT SEARCH PARSER", true),
    CONVERSION("CONVERSION", true),
    TYPE("TYPE", true),
    PROCEDURE("PROCEDURE", true),
    /** Functions and aggregates alike. */
    ROUTINE("ROUTINE", true),
    COLLATION("COLLATION", true),
    EXTENSION("EXTENSION", true);

    private final String sql;
    private final boolean takesSeveral;

    DropKind(String sql, boolean takesSeveral) {
        this.sql = sql;
        this.takesSeveral = takesSeveral;
    }

    /** What follows DROP. */
    String sql() {
        return sql;
    }

    /** Whether one statement takes a list of names. */
    boolean takesSeveral() {
        return takesSeveral;
    }

    /** From the words of pg_identify_object. */
    static DropKind of(String type) {
        return switch (type) {
            case "function", "aggregate" -> ROUTINE;
            case "composite type" -> TYPE;
            case "statistics object" -> STATISTICS;
            default -> valueOf(type.toUpperCase(java.util.Locale.ROOT).replace(' ', '_'));
        };
    }
}
