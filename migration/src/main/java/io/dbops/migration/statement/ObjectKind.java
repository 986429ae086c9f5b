package io.dbops.migration.statement;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Kinds of objects that statements create, alter and drop, by the words that scripts call them. */
public enum ObjectKind {
    TABLE("TABLE", "FOREIGN TABLE"),
    VIEW("VIEW"),
    MATERIALIZED_VIEW("MATERIALIZED VIEW"),
    INDEX("INDEX"),
    SEQUENCE("SEQUENCE"),
    SCHEMA("SCHEMA"),
    DATABASE("DATABASE"),
    TYPE("TYPE"),
    TYPE_BODY("TYPE BODY"),
    DOMAIN("DOMAIN"),
    FUNCTION("FUNCTION"),
    PROCEDURE("PROCEDURE"),
    ROUTINE("ROUTINE"),
    AGGREGATE("AGGREGATE"),
    PACKAGE("PACKAGE"),
    PACKAGE_BODY("PACKAGE BODY"),
    TRIGGER("TRIGGER"),
    EVENT_TRIGGER("EVENT TRIGGER"),
    EVENT("EVENT"),
    RULE("RULE"),
    POLICY("POLICY"),
    EXTENSION("EXTENSION"),
    ROLE("ROLE", "GROUP"),
    USER("USER"),
    USER_MAPPING("USER MAPPING"),
    SYNONYM("SYNONYM"),
    ALIAS("ALIAS"),
    CONSTANT("CONSTANT"),
    COLLATION("COLLATION"),
    CONVERSION("CONVERSION"),
    STATISTICS("STATISTICS"),
    CAST("CAST"),
    OPERATOR("OPERATOR"),
    OPERATOR_CLASS("OPERATOR CLASS"),
    OPERATOR_FAMILY("OPERATOR FAMILY"),
    TEXT_SEARCH("TEXT SEARCH CONFIGURATION", "TEXT SEARCH DICTIONARY", "TEXT SEARCH PARSER", "TEXT SEARCH TEMPLATE"),
    SERVER("SERVER"),
    FOREIGN_DATA_WRAPPER("FOREIGN DATA WRAPPER"),
    PUBLICATION("PUBLICATION"),
    SUBSCRIPTION("SUBSCRIPTION"),
    TABLESPACE("TABLESPACE"),
    COLUMN("COLUMN"),
    CONSTRAINT("CONSTRAINT");

    /** The words of a name, and the kind. */
    record Spelling(List<String> words, ObjectKind kind) {}

    private static final List<Spelling> SPELLINGS = Arrays.stream(values())
            .flatMap(kind -> kind.spellings.stream().map(words -> new Spelling(List.of(words.split(" ")), kind)))
            .sorted(Comparator.comparing(
                    (Spelling spelling) -> -spelling.words().size()))
            .toList();

    private final List<String> spellings;

    ObjectKind(String... spellings) {
        this.spellings = List.of(spellings);
    }

    /** The most words first, so that EVENT TRIGGER is not taken for EVENT. */
    static List<Spelling> spellings() {
        return SPELLINGS;
    }

    /** As SQL spells it: {@code MATERIALIZED VIEW}. */
    public String words() {
        return spellings.get(0);
    }
}
