package io.dbops.migration.script;

import io.dbops.spi.sql.SqlLexicon;
import io.dbops.spi.sql.SqlLexicon.Body;
import io.dbops.spi.sql.SqlLexicon.Meaning;
import io.dbops.spi.sql.SqlLexicon.Trait;
import io.dbops.spi.sql.StatementRules;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Lexicons of the shapes that real databases have; verification reads the same scripts by the dialects' own. */
public final class Lexicons {

    public static final SqlLexicon POSTGRESQL = SqlLexicon.builder()
            .quote("'", '\'', false)
            .quote("E'", '\'', true)
            .quote("U&'", '\'', false)
            .quote("\"", '"', false)
            .quoteSwitch("\\bSTANDARD_CONFORMING_STRINGS\\b", "'", false)
            .quoteSwitch("\\bSTANDARD_CONFORMING_STRINGS\\s*(=|TO)\\s*'?OFF\\b", "'", true)
            .lineComment("--", false)
            .program("CREATE [OR REPLACE] FUNCTION|PROCEDURE", Body.ATOMIC)
            .program("COPY ...!FROM|TO FROM STDIN|STDOUT", Body.INLINE_DATA)
            .command("\\RESTRICT|\\UNRESTRICT", Meaning.SKIPPED)
            .command("\\*", Meaning.REFUSED)
            .traits(
                    Trait.DOLLAR_QUOTES,
                    Trait.CONTINUED_LITERALS,
                    Trait.NESTED_BLOCK_COMMENTS,
                    Trait.CARRIAGE_RETURN_ENDS_COMMENTS,
                    Trait.BACKSLASH_COMMANDS,
                    Trait.PARENTHESES_HOLD_SEMICOLONS)
            .rules(new StatementRules(
                    Set.of("BEGIN", "START", "COMMIT", "ROLLBACK", "END"),
                    Set.of(),
                    List.of("CREATE INDEX CONCURRENTLY", "CREATE * INDEX CONCURRENTLY", "VACUUM")))
            .identifierCase(SqlLexicon.IdentifierCase.LOWER)
            .build();

    private static final String CREATE = "CREATE [OR REPLACE] [DEFINER ...!VIEW|SQL] ";

    public static final SqlLexicon MYSQL = SqlLexicon.builder()
            .quote("'", '\'', true)
            .quote("\"", '"', true)
            .quote("`", '`', false)
            .quoteSwitch("\\bSQL_MODE\\b", "'", true)
            .quoteSwitch("\\bSQL_MODE\\b", "\"", true)
            .quoteSwitch("\\bSQL_MODE\\b.*\\bNO_BACKSLASH_ESCAPES\\b", "'", false)
            .quoteSwitch("\\bSQL_MODE\\b.*\\b(NO_BACKSLASH_ESCAPES|ANSI)\\b", "\"", false)
            .lineComment("--", true)
            .lineComment("#", false)
            .program(CREATE + "[AGGREGATE] PROCEDURE|FUNCTION [IF NOT EXISTS] !IF", Body.COMPOUND)
            .program(CREATE + "TRIGGER ... EACH ROW", Body.COMPOUND)
            .program(CREATE + "EVENT ... DO", Body.COMPOUND)
            .program("ALTER [DEFINER ...!VIEW|SQL] EVENT ... DO", Body.COMPOUND)
            .program(CREATE + "PACKAGE [BODY] [IF NOT EXISTS] !BODY|IF", Body.COMPOUND_PACKAGE)
            .program("BEGIN NOT ATOMIC", Body.COMPOUND_BLOCK)
            .program("IF|CASE|LOOP|WHILE|REPEAT|FOR|DECLARE", Body.COMPOUND_BLOCK)
            .command("DELIMITER", Meaning.DELIMITER)
            .command("USE", Meaning.LINE_OF_SQL)
            .command("SOURCE|SYSTEM|STATUS|EXIT|QUIT|TEE|?|\\*", Meaning.REFUSED)
            .traits(Trait.EXECUTABLE_COMMENTS, Trait.BACKSLASH_COMMANDS)
            .rules(new StatementRules(
                    Set.of("BEGIN", "START", "COMMIT", "ROLLBACK"), Set.of("INSERT", "UPDATE", "DELETE"), List.of()))
            .build();

    public static final SqlLexicon H2 = SqlLexicon.builder()
            .quote("'", '\'', false)
            .quote("\"", '"', false)
            .quote("`", '`', false)
            .lineComment("--", false)
            .lineComment("//", false)
            .traits(Trait.BARE_DOLLAR_QUOTES, Trait.NESTED_BLOCK_COMMENTS, Trait.CARRIAGE_RETURN_ENDS_COMMENTS)
            .rules(new StatementRules(Set.of("COMMIT", "ROLLBACK"), Set.of("INSERT", "UPDATE", "DELETE"), List.of()))
            .identifierCase(SqlLexicon.IdentifierCase.UPPER)
            .build();

    /** By the names of the folders of golden scripts. */
    public static final Map<String, SqlLexicon> ALL =
            Map.of("postgresql", POSTGRESQL, "mysql", MYSQL, "h2", H2, "oracle", OracleLexicon.LEXICON);

    private Lexicons() {}
}
