package io.dbops.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbops.spi.DatabaseDialect;
import io.dbops.spi.sql.DatabaseIdentity;
import io.dbops.spi.sql.SqlFailure;
import io.dbops.spi.sql.SqlLexicon;
import io.dbops.spi.sql.SqlLexicon.Trait;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FamilyDialectTest {

    private final DatabaseDialect mysql = new MySqlDialect();
    private final DatabaseDialect mariadb = new MariaDbDialect();

    @ParameterizedTest
    @CsvSource({
        "MySQL, 8.0.31, true, false",
        "MySQL, 5.5.5-10.11.5-MariaDB-log, false, true",
        "MySQL, 11.4.5-MariaDB-log, false, true",
        "MariaDB, 10.11.5-MariaDB-log, false, true",
        "PostgreSQL, 15.1, false, false",
        "H2, 2.5.252, false, false"
    })
    void each_server_is_claimed_by_one_dialect_whichever_driver_names_it(
            String product, String version, boolean byMysql, boolean byMariadb) {
        DatabaseIdentity identity = new DatabaseIdentity(product, version, 0, 0);
        assertThat(mysql.claims(identity)).isEqualTo(byMysql);
        assertThat(mariadb.claims(identity)).isEqualTo(byMariadb);
    }

    @ParameterizedTest
    @CsvSource({
        "1205, HY000, LOCK_TIMEOUT",
        "1213, 40001, SERIALIZATION",
        "1317, 70100, CANCELLED",
        "1969, 70100, CANCELLED",
        "3024, HY000, CANCELLED",
        "1142, 42000, PRIVILEGE",
        "1227, 42000, PRIVILEGE",
        "1050, 42S01, ALREADY_EXISTS",
        "1061, 42000, ALREADY_EXISTS",
        "1146, 42S02, NOT_FOUND",
        "1091, 42000, NOT_FOUND",
        "1927, 70100, CONNECTION_LOST",
        "0, 08S01, CONNECTION_LOST",
        "1064, 42000, OTHER"
    })
    void failures_are_classified_by_the_code_first_and_the_state_second(int code, String state, SqlFailure expected) {
        assertThat(mysql.classify(new SQLException("x", state, code))).isEqualTo(expected);
    }

    @Test
    void a_time_out_of_the_driver_is_a_cancelled_statement() {
        assertThat(mysql.classify(new SQLTimeoutException("x"))).isEqualTo(SqlFailure.CANCELLED);
    }

    @Test
    void two_hyphens_need_a_blank_and_a_backslash_escapes_except_in_back_quotes() {
        SqlLexicon lexicon = mysql.lexicon(new DatabaseIdentity("MySQL", "8.0.31", 8, 0));
        assertThat(lexicon.lineComments())
                .containsExactly(new SqlLexicon.LineComment("#", false), new SqlLexicon.LineComment("--", true));
        assertThat(lexicon.quotes())
                .containsExactlyInAnyOrder(
                        new SqlLexicon.Quote("'", '\'', true),
                        new SqlLexicon.Quote("\"", '"', true),
                        new SqlLexicon.Quote("`", '`', false));
        assertThat(lexicon.has(Trait.EXECUTABLE_COMMENTS)).isTrue();
        assertThat(lexicon.has(Trait.BACKSLASH_COMMANDS)).isTrue();
        assertThat(lexicon.has(Trait.DOLLAR_QUOTES)).isFalse();
        assertThat(lexicon.has(Trait.NESTED_BLOCK_COMMENTS)).isFalse();
    }

    @Test
    void what_may_commit_is_not_taken_for_transactional() {
        var rules = mysql.lexicon(new DatabaseIdentity("MySQL", "8.0.31", 8, 0)).rules();
        assertThat(rules.isTransactional(List.of("insert", "INTO"))).isTrue();
        for (String first : List.of("CALL", "LOAD", "SET", "CREATE", "ALTER", "TRUNCATE", "LOCK", "ANALYZE", "GRANT")) {
            assertThat(rules.isTransactional(List.of(first, "X"))).as(first).isFalse();
        }
        assertThat(rules.isTransactionControl(List.of("START", "TRANSACTION"))).isTrue();
    }
}
