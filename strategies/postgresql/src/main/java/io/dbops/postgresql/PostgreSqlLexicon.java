package io.dbops.postgresql;

import io.dbops.spi.sql.SqlLexicon;
import io.dbops.spi.sql.SqlLexicon.Body;
import io.dbops.spi.sql.SqlLexicon.Meaning;
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
                    "DISCARD ALL"),
            List.of("VACUUM", "ALTER SYSTEM", "DISCARD ALL"));

    private static final String CONFORMING = "\\bSTANDARD_CONFORMING_STRINGS\\b";

    /**
     * With {@code standard_conforming_strings} on, as every server since 9.1 begins: only E'' escapes with backslashes.
     * What is a program and what is not is psql's rule.
     */
    static final SqlLexicon LEXICON = SqlLexicon.builder()
            .clientOpening("\\set ON_ERROR_STOP on", "SET client_encoding = 'UTF8';")
            .clientReconnect("\\connect -")
            .quote("'", '\'', false)
            .quote("E'", '\'', true)
            .quote("U&'", '\'', false)
            .quote("B'", '\'', false)
            .quote("X'", '\'', false)
            .quote("N'", '\'', false)
            .quote("\"", '"', false)
            .quote("U&\"", '"', false)
            .quoteSwitch(CONFORMING, "'", false)
            .quoteSwitch(CONFORMING + "\\s*(=|TO\\b)\\s*'?(OFF|FALSE|F|NO|N|0)\\b", "'", true)
            .lineComment("--", false)
            .program("CREATE [OR REPLACE] FUNCTION|PROCEDURE", Body.ATOMIC)
            .program("COPY ...!FROM|TO FROM STDIN|STDOUT", Body.INLINE_DATA)
            // pg_dump writes them so that a dump can run no other command of psql; we run none anyway
            .command("\\RESTRICT|\\UNRESTRICT", Meaning.SKIPPED)
            .command("\\*", Meaning.REFUSED)
            .traits(
                    Trait.DOLLAR_QUOTES,
                    Trait.CONTINUED_LITERALS,
                    Trait.NESTED_BLOCK_COMMENTS,
                    Trait.CARRIAGE_RETURN_ENDS_COMMENTS,
                    Trait.BACKSLASH_COMMANDS,
                    Trait.PARENTHESES_HOLD_SEMICOLONS)
            .rules(RULES)
            .identifierCase(SqlLexicon.IdentifierCase.LOWER)
            .build();

    private PostgreSqlLexicon() {}
}
