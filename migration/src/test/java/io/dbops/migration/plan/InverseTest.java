package io.dbops.migration.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbops.migration.statement.StatementReader;
import io.dbops.spi.sql.SqlLexicon;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class InverseTest {

    private static final SqlLexicon LEXICON = SqlLexicon.builder()
            .quote("'", '\'', false)
            .quote("\"", '"', false)
            .identifierCase(SqlLexicon.IdentifierCase.LOWER)
            .build();

    private static Inverse of(boolean localIndexes, String... statements) {
        Inverse inverse = new Inverse(localIndexes);
        for (String each : statements) {
            assertThat(inverse.add(StatementReader.read(each, LEXICON)))
                    .as(each)
                    .isTrue();
        }
        return inverse;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CREATE TABLE s.t (a INT) | DROP TABLE s.t",
                "CREATE MATERIALIZED VIEW v AS SELECT 1 | DROP MATERIALIZED VIEW v",
                "CREATE INDEX i ON s.t (a) | DROP INDEX s.i",
                "CREATE UNIQUE INDEX CONCURRENTLY i ON t (a) | DROP INDEX CONCURRENTLY i",
                "ALTER TABLE t ADD COLUMN a INT | ALTER TABLE t DROP COLUMN a",
                "ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) | ALTER TABLE t DROP CONSTRAINT c",
                "ALTER TABLE t RENAME COLUMN a TO b | ALTER TABLE t RENAME COLUMN b TO a",
                "ALTER TABLE s.t RENAME TO u | ALTER TABLE s.u RENAME TO t",
                "CREATE SEQUENCE \"S q\" | DROP SEQUENCE \"S q\""
            })
    void turnsOneRound(String statement, String inverse) {
        assertThat(of(false, statement).statements()).containsExactly(inverse);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE IF NOT EXISTS t (a INT)",
                "CREATE OR REPLACE VIEW v AS SELECT 1",
                "CREATE INDEX ON t (a)",
                "CREATE INDEX i ON s.\"a.b\" (a)",
                "CREATE FUNCTION f() RETURNS INT",
                "ALTER TABLE t ADD COLUMN a INT, ALTER COLUMN b TYPE BIGINT",
                "ALTER TABLE t DROP COLUMN a",
                "ALTER TABLE t ADD UNIQUE (a)",
                "DROP TABLE t",
                "TRUNCATE TABLE t",
                "INSERT INTO t VALUES (1)",
                "UPDATE t SET a = 1",
                "GRANT SELECT ON t TO u",
                "SET search_path TO s"
            })
    void isSureOrDoesNothing(String statement) {
        Inverse inverse = new Inverse(false);
        assertThat(inverse.add(StatementReader.read(statement, LEXICON))).isFalse();
        assertThat(inverse.statements()).isEmpty();
    }

    @Test
    void theLastComesFirstAndRowsGoWithTheirTable() {
        List<String> statements = of(
                        true,
                        "CREATE TABLE t (a INT)",
                        "INSERT INTO t VALUES (1)",
                        "CREATE INDEX i ON t (a)",
                        "ALTER TABLE u ADD COLUMN a INT, ADD COLUMN b INT")
                .statements();
        assertThat(statements)
                .containsExactly(
                        "ALTER TABLE u DROP COLUMN b;\nALTER TABLE u DROP COLUMN a",
                        "DROP INDEX i ON t",
                        "DROP TABLE t");
    }
}
