package io.dbops.migration.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.dbops.migration.script.Lexicons;
import io.dbops.spi.sql.SqlLexicon;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatementReaderTest {

    private static final Map<String, SqlLexicon> LEXICONS =
            Map.of("pg", Lexicons.POSTGRESQL, "my", Lexicons.MYSQL, "h2", Lexicons.H2);

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\u0001', textBlock = """
            pg | CREATE TABLE shop.Orders (id int)                   | [CREATE TABLE shop.orders] [] []
            pg | create table "Shop"."Or""ders"(id int)              | [CREATE TABLE Shop.Or"ders] [] []
            h2 | CREATE CACHED TABLE IF NOT EXISTS a(b INT)          | [CREATE TABLE A] [] [CONDITIONAL]
            my | CREATE TEMPORARY TABLE a(b INT)                     | [CREATE TABLE a] [] [TEMPORARY]
            pg | CREATE /* TABLE x */ UNLOGGED TABLE y ()            | [CREATE TABLE y] [] []
            my | CREATE TABLE a LIKE b                               | [CREATE TABLE a] [] []
            pg | CREATE OR REPLACE VIEW v AS SELECT 1                | [CREATE VIEW v] [] [REPLACES]
            my | CREATE ALGORITHM=MERGE DEFINER=`table`@`%` SQL SECURITY DEFINER VIEW v AS SELECT 1 | [CREATE VIEW v] [] []
            my | /*!50001 CREATE ALGORITHM=UNDEFINED */ /*!50013 DEFINER=`a`@`b` SQL SECURITY DEFINER */ /*!50001 VIEW `v` AS SELECT 1 */ | [CREATE VIEW v] [] []
            pg | CREATE MATERIALIZED VIEW IF NOT EXISTS m AS SELECT 1 | [CREATE MATERIALIZED VIEW m] [] [CONDITIONAL]
            pg | CREATE UNIQUE INDEX CONCURRENTLY i ON ONLY s.t (a)  | [CREATE INDEX i / s.t] [] [CONCURRENTLY]
            pg | CREATE INDEX ON t (a)                               | [ALTER TABLE t] [] [INCOMPLETE]
            my | CREATE FULLTEXT INDEX i ON t (a)                    | [CREATE INDEX i / t] [] []
            my | CREATE INDEX i USING BTREE ON t (a)                 | [CREATE INDEX i / t] [] []
            pg | CREATE TRIGGER tr BEFORE UPDATE OF a, b ON t EXECUTE FUNCTION f() | [CREATE TRIGGER tr / t] [] []
            my | CREATE DEFINER=root@localhost TRIGGER tr BEFORE INSERT ON t FOR EACH ROW SET @a = 1 | [CREATE TRIGGER tr / t] [] []
            pg | CREATE FUNCTION s.f(a int) RETURNS int LANGUAGE sql AS $$ DROP TABLE t $$ | [CREATE FUNCTION s.f] [] []
            my | CREATE AGGREGATE FUNCTION f RETURNS INT SONAME 'x'  | [CREATE FUNCTION f] [] []
            pg | CREATE AGGREGATE f(int) (sfunc = g, stype = int)    | [CREATE AGGREGATE f] [] []
            pg | CREATE EVENT TRIGGER e ON ddl_command_start EXECUTE FUNCTION f() | [CREATE EVENT TRIGGER e] [] []
            my | CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO DELETE FROM t | [CREATE EVENT e] [] []
            pg | CREATE SCHEMA IF NOT EXISTS s                       | [CREATE SCHEMA s] [] [CONDITIONAL]
            pg | CREATE SEQUENCE s                                   | [CREATE SEQUENCE s] [] []
            pg | CREATE TYPE mood AS ENUM ('a')                      | [CREATE TYPE mood] [] []
            h2 | CREATE ALIAS f AS $$ int f() { return 1; } $$       | [CREATE ALIAS F] [] []
            pg | ALTER TABLE IF EXISTS ONLY s.t ADD COLUMN IF NOT EXISTS a int DEFAULT (1, 2), DROP COLUMN b | [ALTER TABLE s.t] [CREATE COLUMN a, DROP COLUMN b] [CONDITIONAL]
            pg | ALTER TABLE t ADD a int                             | [ALTER TABLE t] [CREATE COLUMN a] []
            h2 | ALTER TABLE t ADD (a INT, b DECIMAL(3, 2))          | [ALTER TABLE T] [CREATE COLUMN A, CREATE COLUMN B] []
            pg | ALTER TABLE t ADD CONSTRAINT c FOREIGN KEY (a) REFERENCES u (a) | [ALTER TABLE t] [CREATE CONSTRAINT c] []
            pg | ALTER TABLE t ADD PRIMARY KEY (a)                   | [ALTER TABLE t] [] [INCOMPLETE]
            my | ALTER TABLE t ADD CONSTRAINT UNIQUE (a)             | [ALTER TABLE t] [] [INCOMPLETE]
            my | ALTER TABLE t ADD UNIQUE KEY k (a), ADD INDEX l (b), ENGINE=InnoDB | [ALTER TABLE t] [CREATE INDEX k, CREATE INDEX l] [INCOMPLETE]
            my | ALTER TABLE t ADD INDEX (a)                         | [ALTER TABLE t] [] [INCOMPLETE]
            my | ALTER TABLE t EXCHANGE PARTITION p WITH TABLE u     | [ALTER TABLE t] [] [MOVES_ROWS, INCOMPLETE]
            my | ALTER TABLE t DROP FOREIGN KEY f, DROP INDEX i      | [ALTER TABLE t] [DROP CONSTRAINT f, DROP INDEX i] []
            my | ALTER TABLE t DROP PRIMARY KEY                      | [ALTER TABLE t] [] [INCOMPLETE]
            my | ALTER TABLE t MODIFY a BIGINT                       | [ALTER TABLE t] [] [INCOMPLETE]
            my | ALTER TABLE t RENAME COLUMN a TO b, RENAME INDEX i TO j | [ALTER TABLE t] [RENAME COLUMN a TO b, RENAME INDEX i TO j] []
            pg | ALTER TABLE t RENAME a TO b                         | [ALTER TABLE t] [RENAME COLUMN a TO b] []
            pg | ALTER TABLE t RENAME TO u                           | [RENAME TABLE t / u] [] []
            my | ALTER TABLE t RENAME u                              | [RENAME TABLE t / u] [] []
            pg | ALTER INDEX i RENAME TO j                           | [RENAME INDEX i / j] [] []
            pg | ALTER TYPE mood ADD VALUE 'x'                       | [ALTER TYPE mood] [] [INCOMPLETE]
            my | RENAME TABLE a TO b, s.c TO s.d                     | [RENAME TABLE a / b, RENAME TABLE s.c / s.d] [] []
            my | RENAME USER a TO b                                  | [] [] [INCOMPLETE]
            pg | DROP TABLE IF EXISTS a, b.c CASCADE                 | [DROP TABLE a, DROP TABLE b.c] [] [CONDITIONAL, CASCADES]
            pg | DROP INDEX CONCURRENTLY i                           | [DROP INDEX i] [] [CONCURRENTLY]
            my | DROP INDEX i ON t                                   | [DROP INDEX i / t] [] []
            pg | DROP FUNCTION f(int, text), g()                     | [DROP FUNCTION f, DROP FUNCTION g] [] []
            pg | TRUNCATE a, b                                       | [TRUNCATE TABLE a, TRUNCATE TABLE b] [] []
            pg | COMMENT ON TABLE t IS 'x'                           | [COMMENT TABLE t] [] []
            my | INSERT IGNORE INTO `t` VALUES (1)                   | [WRITE TABLE t] [] []
            pg | DELETE FROM ONLY t WHERE a = 'DROP TABLE x'         | [WRITE TABLE t] [] []
            pg | UPDATE t SET a = 1                                  | [WRITE TABLE t] [] []
            my | LOAD DATA LOCAL INFILE 'x' INTO TABLE t             | [WRITE TABLE t] [] []
            pg | VACUUM t                                            | [] [] [INCOMPLETE]
            pg | SELECT 1                                            | [] [] [INCOMPLETE]
            """)
    void readsVerbKindAndNames(String lexicon, String statement, String reading) {
        assertThat(StatementReader.read(statement, LEXICONS.get(lexicon))).hasToString(reading);
    }

    @Property
    void neverFails(@ForAll @CharRange(from = ' ', to = '~') String text) {
        for (SqlLexicon lexicon : LEXICONS.values()) {
            for (String head : new String[] {"", "CREATE TABLE ", "ALTER TABLE t ADD ", "DROP INDEX "}) {
                assertThatCode(() -> StatementReader.read(head + text, lexicon)).doesNotThrowAnyException();
            }
        }
    }
}
