package io.dbops.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbops.spi.sql.DatabaseIdentity;
import io.dbops.spi.sql.SqlLexicon;
import io.dbops.spi.sql.SqlLexicon.LineComment;
import io.dbops.spi.sql.SqlLexicon.Quote;
import io.dbops.spi.sql.SqlLexicon.Trait;
import io.dbops.spi.sql.StatementRules;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * The contracts of {@link SqlLexicon} and {@link StatementRules}, as far as the database itself can tell whether a script is
 * spelled so; part of {@link DialectTck}.
 */
abstract class LexiconTck extends FailureTck {

    private SqlLexicon lexicon(Connection connection) throws SQLException {
        return dialect().lexicon(DatabaseIdentity.of(connection));
    }

    /** What the database makes of the text; empty when it refuses it. */
    private static Optional<String> answer(Connection connection, String sql) {
        try {
            return Optional.ofNullable(query(connection, sql).get(0));
        } catch (SQLException refused) {
            return Optional.empty();
        }
    }

    @Test
    void theLexiconKnowsStringsAndComments() throws SQLException {
        SqlLexicon lexicon = lexicon(connect());
        assertThat(lexicon.quotes()).extracting(Quote::open).contains("'");
        assertThat(lexicon.lineComments()).extracting(LineComment::open).contains("--");
    }

    @Test
    void aStringEndsWhereTheLexiconSays() throws SQLException {
        Connection connection = connect();
        for (Quote quote : lexicon(connection).quotes()) {
            if (quote.open().endsWith("'")) {
                // One string when the backslash takes the quote with it, else a string and an open one.
                Optional<String> escaped = answer(connection, "SELECT " + quote.open() + "4\\'1'");
                assertThat(escaped.isPresent())
                        .as("a backslash escapes in %s", quote)
                        .isEqualTo(quote.backslashEscapes());
            }
        }
        assertThat(answer(connection, "SELECT 'it''s'")).contains("it's");
    }

    @Test
    void aLineCommentBeginsWhereTheLexiconSays() throws SQLException {
        Connection connection = connect();
        for (LineComment comment : lexicon(connection).lineComments()) {
            assertThat(answer(connection, "SELECT 2 " + comment.open() + " +\n + 1"))
                    .as("%s with a blank", comment)
                    .contains("3");
            assertThat(answer(connection, "SELECT 2 " + comment.open() + "5\n + 1"))
                    .as("%s without a blank", comment)
                    .contains(comment.needsBlankAfter() ? "8" : "3");
        }
    }

    @Test
    void theTraitsAreThoseOfTheDatabase() throws SQLException {
        Connection connection = connect();
        SqlLexicon lexicon = lexicon(connection);
        assertThat(answer(connection, "SELECT 1 /* a /* b */ + */ + 1").isPresent())
                .as("block comments nest")
                .isEqualTo(lexicon.has(Trait.NESTED_BLOCK_COMMENTS));
        assertThat(answer(connection, "SELECT 1 /*! + 1 */").equals(Optional.of("2")))
                .as("executable comments")
                .isEqualTo(lexicon.has(Trait.EXECUTABLE_COMMENTS));
        assertThat(answer(connection, "SELECT $$a;'b$$").equals(Optional.of("a;'b")))
                .as("dollar quotes without a tag")
                .isEqualTo(lexicon.has(Trait.DOLLAR_QUOTES) || lexicon.has(Trait.BARE_DOLLAR_QUOTES));
        assertThat(answer(connection, "SELECT $t$a;'b$$c$t$").equals(Optional.of("a;'b$$c")))
                .as("dollar quotes with a tag")
                .isEqualTo(lexicon.has(Trait.DOLLAR_QUOTES));
        assertThat(twoTablesMayHaveAnIndexOfOneName(connection))
                .as("names of indexes are local")
                .isEqualTo(lexicon.has(Trait.INDEX_NAMES_ARE_LOCAL));
    }

    private static boolean twoTablesMayHaveAnIndexOfOneName(Connection connection) throws SQLException {
        execute(connection, "CREATE TABLE crate (id INT)");
        execute(connection, "CREATE TABLE chest (id INT)");
        execute(connection, "CREATE INDEX by_id ON crate (id)");
        try {
            execute(connection, "CREATE INDEX by_id ON chest (id)");
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    @Test
    void anUnquotedIdentifierIsReadAsTheLexiconSays() throws SQLException {
        Connection connection = connect();
        execute(connection, "CREATE TABLE MixedCase (id INT)");
        String read = lexicon(connection).identifierCase().of("MixedCase");
        assertThat(tableExists(connection, currentSchema(connection), read))
                .as(read)
                .isTrue();
        execute(connection, "DROP TABLE " + quoted(read));
    }

    @Test
    void whatTheRulesCallTransactionalIsRolledBack() throws SQLException {
        Connection connection = connect();
        StatementRules rules = lexicon(connection).rules();
        execute(connection, "CREATE TABLE parcel (id INT PRIMARY KEY, n INT)");
        execute(connection, "INSERT INTO parcel VALUES (1, 1)");
        List<String> before = query(connection, "SELECT id * 100 + n FROM parcel ORDER BY id");
        connection.setAutoCommit(false);
        for (String sql : List.of(
                "INSERT INTO parcel VALUES (2, 2)",
                "UPDATE parcel SET n = 7",
                "DELETE FROM parcel",
                "TRUNCATE TABLE parcel")) {
            if (rules.isTransactional(wordsOf(sql))) {
                execute(connection, sql);
                connection.rollback();
                assertThat(query(connection, "SELECT id * 100 + n FROM parcel ORDER BY id"))
                        .as("after the rollback of %s", sql)
                        .isEqualTo(before);
                connection.rollback();
            }
        }
        connection.setAutoCommit(true);
    }

    @Test
    void whatEndsTransactionsIsTransactionControl() throws SQLException {
        StatementRules rules = lexicon(connect()).rules();
        for (String sql : List.of("COMMIT", "commit work", "ROLLBACK")) {
            assertThat(rules.isTransactionControl(wordsOf(sql))).as(sql).isTrue();
        }
        for (String sql : List.of("CREATE TABLE commit_log", "SELECT 1", "")) {
            assertThat(rules.isTransactionControl(wordsOf(sql))).as(sql).isFalse();
        }
    }

    @Test
    void whatTheDatabaseRefusesInsideATransactionRunsOutside() throws SQLException {
        Connection connection = connect();
        StatementRules rules = lexicon(connection).rules();
        execute(connection, "CREATE TABLE parcel (id INT PRIMARY KEY)");
        for (String sql : refusedInsideTransactions()) {
            assertThat(rules.runsOutsideTransaction(wordsOf(sql))).as(sql).isTrue();
            execute(connection, sql);
        }
        for (String sql : List.of("CREATE TABLE letter (id INT)", "INSERT INTO parcel VALUES (1)")) {
            assertThat(rules.runsOutsideTransaction(wordsOf(sql))).as(sql).isFalse();
        }
    }

    private static List<String> wordsOf(String sql) {
        return sql.isEmpty() ? List.of() : Arrays.asList(sql.split("[ (]+"));
    }
}
