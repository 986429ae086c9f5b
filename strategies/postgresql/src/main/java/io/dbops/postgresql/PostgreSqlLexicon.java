package io.dbops.postgresql;

import io.dbops.spi.sql.SqlLexicon;
import io.dbops.spi.sql.SqlLexicon.Trait;
import io.dbops.spi.sql.StatementRules;
import java.util.List;
import java.util.Set;

/** How scripts for PostgreSQL are spelled (its manual, "Lexical Structure"), with psql's additions that dumps contain. */
final class PostgreSqlLexicon {

    private static final StatementRules RULES = new StatementRules(
            Set.of("BEGIN", "START", "COMMIT", "END", "ROLLBACK", "ABORT"),
            // Nothing: the rollback of DDL is a capability of the whole database.
            Set.of(),
            // Every statement of which the manual says that it cannot run inside a transaction block, as far as words
            // tell.
            List.of(
                    "CREATE INDEX CONCURRENTLY",
                    "CREATE UNIQUE INDEX CONCURRENTLY",
                    "DROP INDEX CONCURRENTLY",
                    // Words end at a parenthesis, so REINDEX (CONCURRENTLY) is not told from REINDEX; its refusal is
                    // harmless.
                    "REINDEX * CONCURRENTLY",
                    "REINDEX DATABASE",
                    "REINDEX SCHEMA",
                    "REINDEX SYSTEM",
                    "VACUUM",
                    "CREATE DATABASE",
                    "DROP DATABASE",
                    "ALTER DATABASE * SET TABLESPACE",
                    "CREATE TABLESPACE",
                    "DROP TABLESPACE",
                    "ALTER SYSTEM",
                    "CREATE SUBSCRIPTION",
                    "DROP SUBSCRIPTION",
                    "ALTER SUBSCRIPTION * REFRESH PUBLICATION",
                    "ALTER TABLE * DETACH PARTITION * CONCURRENTLY",
                    "ALTER TABLE IF EXISTS * DETACH PARTITION * CONCURRENTLY",
                    "DISCARD ALL"));

    /** With {@code standard_conforming_strings} on, as every server since 9.1 has it: only E'' escapes with backslashes. */
    static final SqlLexicon LEXICON = SqlLexicon.builder()
            .quote("'", '\'', false)
            .quote("E'", '\'', true)
            .quote("U&'", '\'', false)
            .quote("B'", '\'', false)
            .quote("X'", '\'', false)
            .quote("N'", '\'', false)
            .quote("\"", '"', false)
            .quote("U&\"", '"', false)
            .lineComment("--", false)
            .traits(
                    Trait.DOLLAR_QUOTES,
                    Trait.NESTED_BLOCK_COMMENTS,
                    Trait.PSQL_COMMANDS,
                    Trait.COPY_FROM_STDIN,
                    Trait.BEGIN_ATOMIC_BODIES)
            .rules(RULES)
            .build();

    private PostgreSqlLexicon() {}
}
