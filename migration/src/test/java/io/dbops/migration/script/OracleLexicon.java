package io.dbops.migration.script;

import io.dbops.spi.sql.SqlLexicon;
import io.dbops.spi.sql.SqlLexicon.Body;
import io.dbops.spi.sql.SqlLexicon.Meaning;
import io.dbops.spi.sql.SqlLexicon.Trait;
import io.dbops.spi.sql.StatementRules;
import java.util.List;
import java.util.Set;

/**
 * How scripts for Oracle are spelled, by the rules of SQL*Plus: a semicolon ends SQL; a line of a single slash ends PL/SQL,
 * and runs nothing a second time. Substitution of {@code &} variables is off.
 */
final class OracleLexicon {

    private static final StatementRules RULES = new StatementRules(
            Set.of("COMMIT", "ROLLBACK", "SAVEPOINT"),
            Set.of("INSERT", "UPDATE", "DELETE", "MERGE", "SELECT", "WITH", "LOCK"),
            List.of());

    private static final String CREATE = "CREATE [OR REPLACE] [EDITIONABLE|NONEDITIONABLE] ";

    static final SqlLexicon LEXICON = SqlLexicon.builder()
            .quote("'", '\'', false)
            .quote("\"", '"', false)
            .lineComment("--", false)
            .program("DECLARE|BEGIN", Body.UNTIL_SLASH)
            .program(CREATE + "FUNCTION|PROCEDURE|PACKAGE|TRIGGER|TYPE|LIBRARY", Body.UNTIL_SLASH)
            .program("WITH FUNCTION|PROCEDURE !AS", Body.QUERY_UNTIL_SLASH)
            .program("CREATE [OR REPLACE] [AND] [RESOLVE|COMPILE] [NOFORCE] JAVA SOURCE", Body.FOREIGN_UNTIL_SLASH)
            // they say something to a person, or ask for what is done anyway
            .command("REM|REMA|REMAR|REMARK|PRO|PROM|PROMP|PROMPT", Meaning.SKIPPED)
            .command("SET DEF|DEFI|DEFIN|DEFINE|SCAN OFF", Meaning.SKIPPED)
            .command("SET SQLBL|SQLBLANKLINES ON", Meaning.SKIPPED)
            .command("WHENEVER SQLERROR|OSERROR EXIT ... COMMIT", Meaning.REFUSED)
            .command("WHENEVER SQLERROR|OSERROR EXIT", Meaning.SKIPPED)
            .command("SHO|SHOW ERR|ERRO|ERROR|ERRORS", Meaning.SKIPPED)
            .command("EXEC|EXECU|EXECUT|EXECUTE", Meaning.BLOCK)
            .command("SET TRANSACTION|ROLE|CONSTRAINT|CONSTRAINTS", Meaning.SQL)
            .command(
                    "SET|SHO|SHOW|WHENEVER|SPO|SPOO|SPOOL|DEF|DEFI|DEFIN|DEFINE|UNDEF|UNDEFINE|ACC|ACCEPT|VAR|VARIABLE"
                            + "|PRI|PRINT|PAU|PAUSE|CONN|CONNECT|DISC|DISCONNECT|EXIT|QUIT|HO|HOST|STA|START|GET|SAV|SAVE"
                            + "|STORE|EDIT|ED|L|LIST|R|RUN|CL|CLEAR|COL|COLUMN|BRE|BREAK|COMP|COMPUTE|TTI|TTITLE|BTI|BTITLE"
                            + "|REPH|REPHEADER|REPF|REPFOOTER|DESC|DESCRIBE|TIMI|TIMING|ARCHIVE|RECOVER|STARTUP|SHUTDOWN"
                            + "|PASSW|PASSWORD|XQUERY|.|@*|!*",
                    Meaning.REFUSED)
            .traits(Trait.ALTERNATIVE_QUOTES, Trait.CARRIAGE_RETURN_ENDS_COMMENTS, Trait.SLASH_LINES)
            .rules(RULES)
            .build();

    private OracleLexicon() {}
}
