package io.dbops.spi.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WordPatternTest {

    @ParameterizedTest
    @CsvSource({
        "CREATE TABLE, CREATE TABLE t, true",
        "CREATE TABLE, CREATE VIEW t, false",
        "CREATE TABLE, CREATE, false",
        "CREATE [OR REPLACE] FUNCTION, CREATE FUNCTION f, true",
        "CREATE [OR REPLACE] FUNCTION, CREATE OR REPLACE FUNCTION f, true",
        "CREATE [OR REPLACE] FUNCTION, CREATE OR FUNCTION f, false",
        "CREATE FUNCTION|PROCEDURE, CREATE PROCEDURE p, true",
        "CREATE !TABLE|INDEX, CREATE VIEW v, true",
        "CREATE !TABLE|INDEX, CREATE INDEX i, false",
        "COPY ... FROM STDIN, COPY t FROM STDIN, true",
        "COPY ... FROM STDIN, COPY a b c FROM STDIN, true",
        "COPY ... FROM STDIN, COPY FROM STDIN, true",
        "COPY ... FROM STDIN, COPY t FROM PROGRAM, false",
        "CREATE ...!AS BODY, CREATE x y BODY, true",
        "CREATE ...!AS BODY, CREATE x AS BODY, false",
        "SET AUTO*, SET AUTOCOMMIT ON, true",
        "SET AUTO*, SET AUTHOR x, false",
        "[NOT] [NULL] X, X, true",
        "[NOT] [NULL] X, NULL X, true"
    })
    void itMatchesFirstWords(String pattern, String words, boolean matches) {
        assertThat(WordPattern.of(pattern).matches(List.of(words.split(" ")))).isEqualTo(matches);
    }

    @Test
    void aStateIsZeroOnceNothingCanMatch() {
        WordPattern pattern = WordPattern.of("CREATE TABLE");
        long one = pattern.step(pattern.start(), "CREATE");
        assertThat(pattern.isMatch(one)).isFalse();
        assertThat(pattern.isMatch(pattern.step(one, "TABLE"))).isTrue();
        assertThat(pattern.step(one, "VIEW")).isZero();
    }

    @Test
    void aBracketThatIsNotClosedIsRefused() {
        assertThatThrownBy(() -> WordPattern.of("CREATE [OR REPLACE FUNCTION"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("CREATE [OR REPLACE FUNCTION");
        assertThatThrownBy(() -> WordPattern.of("A ".repeat(63)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most 62");
    }
}
