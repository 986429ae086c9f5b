package io.dbops.mysql;

import io.dbops.spi.sql.SqlLexicon;
import io.dbops.spi.sql.SqlLexicon.Body;
import io.dbops.spi.sql.SqlLexicon.Meaning;
import io.dbops.spi.sql.SqlLexicon.Trait;
import io.dbops.spi.sql.StatementRules;
import java.util.List;
import java.util.Set;

/** How scripts for MySQL and MariaDB are spelled, with the additions of their command-line clients that dumps contain. */
final class FamilyLexicon {

    /**
     * First words only. CALL, LOAD and SET are left out: a procedure may commit, LOAD DATA on some engines does, and SET
     * autocommit or SET PASSWORD do.
     */
    private static final StatementRules RULES = new StatementRules(
            Set.of("BEGIN", "START", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "XA"),
            Set.of("INSERT", "UPDATE", "DELETE", "REPLACE", "SELECT", "WITH", "VALUES", "TABLE", "DO"),
            List.of(),
            List.of(
                    "ANALYZE",
                    "CHECK",
                    "CHECKSUM",
                    "FLUSH",
                    "OPTIMIZE",
                    "REPAIR",
                    "SHOW",
                    "EXPLAIN",
                    "DESCRIBE",
                    "GRANT",
                    "ALTER USER",
                    "CREATE USER IF",
                    "CREATE ROLE IF",
                    "DROP USER IF",
                    "DROP ROLE IF"));

    private static final String CREATE = "CREATE [OR REPLACE] [DEFINER ...!VIEW|SQL] ";
    private static final String MODE = "\\bSQL_MODE\\b";

    /** For the default sql_mode, and for what the script itself makes of it. */
    static final SqlLexicon LEXICON = SqlLexicon.builder()
            .clientOpening("SET NAMES utf8mb4;")
            .clientReconnect("connect;")
            .quote("'", '\'', true)
            .quote("\"", '"', true)
            .quote("`", '`', false)
            .quoteSwitch(MODE, "'", true)
            .quoteSwitch(MODE, "\"", true)
            .quoteSwitch(MODE + ".*\\bNO_BACKSLASH_ESCAPES\\b", "'", false)
            .quoteSwitch(
                    MODE + ".*\\b(NO_BACKSLASH_ESCAPES|ANSI(_QUOTES)?|ORACLE|MSSQL|DB2|MAXDB|POSTGRESQL)\\b",
                    "\"",
                    false)
            .lineComment("#", false)
            .lineComment("--", true)
            .program(CREATE + "[AGGREGATE] PROCEDURE|FUNCTION [IF NOT EXISTS] !IF", Body.COMPOUND)
            .program(CREATE + "TRIGGER ... EACH ROW", Body.COMPOUND)
            .program(CREATE + "EVENT ... DO", Body.COMPOUND)
            .program("ALTER [DEFINER ...!VIEW|SQL] EVENT ... DO", Body.COMPOUND)
            .program(CREATE + "PACKAGE [BODY] [IF NOT EXISTS] !BODY|IF", Body.COMPOUND_PACKAGE)
            .program("BEGIN NOT ATOMIC", Body.COMPOUND_BLOCK)
            .program("IF|CASE|LOOP|WHILE|REPEAT|FOR|DECLARE", Body.COMPOUND_BLOCK)
            .command("DELIMITER", Meaning.DELIMITER)
            .command("USE", Meaning.LINE_OF_SQL)
            // what the clients act on themselves and no server knows
            .command(
                    "CHARSET|CLEAR|CONNECT|EDIT|EGO|EXIT|GO|NOPAGER|NOTEE|NOWARNING|PAGER|PRINT|PROMPT|QUIT|REHASH"
                            + "|RESETCONNECTION|SANDBOX|SOURCE|STATUS|SYSTEM|TEE|WARNINGS|?|\\*",
                    Meaning.REFUSED)
            .traits(Trait.EXECUTABLE_COMMENTS, Trait.BACKSLASH_COMMANDS, Trait.INDEX_NAMES_ARE_LOCAL)
            .rules(RULES)
            .build();

    private FamilyLexicon() {}
}
