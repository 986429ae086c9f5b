package io.dbops.verification.migration;

import io.dbops.testservers.ServerKind.Family;
import java.util.List;

/** A migration of more than thirty statements of as many kinds; one that is run twice, or not at all, shows in what it leaves. */
final class CrashScript {

    private static final String COMMON = """
            -- transaction: none
            CREATE TABLE a (id INT PRIMARY KEY, n INT NOT NULL, s VARCHAR(40));
            INSERT INTO a VALUES (1, 1, 'one'), (2, 2, 'two');
            UPDATE a SET n = n + 10;
            ALTER TABLE a ADD COLUMN extra INT DEFAULT 7;
            UPDATE a SET extra = extra + n;
            CREATE TABLE b (id INT PRIMARY KEY, a_id INT);
            INSERT INTO b SELECT id + 100, id FROM a;
            ALTER TABLE b ADD CONSTRAINT b_a FOREIGN KEY (a_id) REFERENCES a (id);
            CREATE INDEX a_n ON a (n);
            CREATE VIEW v AS SELECT id, n FROM a;
            CREATE OR REPLACE VIEW v AS SELECT id, n, extra FROM a;
            CREATE TABLE c AS SELECT id, n FROM a;
            ALTER TABLE c RENAME TO d;
            INSERT INTO d SELECT id + 2, n FROM a;
            DELETE FROM d WHERE id = 4;
            TRUNCATE TABLE d;
            INSERT INTO d VALUES (9, 9);
            CREATE TABLE x1 (id INT);
            CREATE TABLE x2 (id INT);
            CREATE TABLE x3 (id INT);
            DROP TABLE x1, x2, x3;
            CREATE TABLE IF NOT EXISTS d (other INT);
            DROP TABLE IF EXISTS never;
            INSERT INTO d VALUES (11, 11);
            DROP VIEW v;
            UPDATE d SET n = n + 1;
            """;

    private static final String MYSQL = """
            ALTER TABLE a RENAME COLUMN extra TO more;
            ALTER TABLE a MODIFY s VARCHAR(80) NOT NULL;
            DROP INDEX a_n ON a;
            CREATE PROCEDURE p() INSERT INTO d VALUES (10, 10);
            CALL p();
            CREATE TRIGGER t BEFORE INSERT ON d FOR EACH ROW SET NEW.n = NEW.n + 1;
            INSERT INTO d VALUES (12, 12);
            DROP TRIGGER t;
            DROP PROCEDURE p;
            CREATE FUNCTION f() RETURNS INT DETERMINISTIC NO SQL RETURN 4;
            START TRANSACTION;
            INSERT INTO d VALUES (13, 13);
            UPDATE d SET n = n + 100;
            COMMIT;
            ALTER TABLE b DROP FOREIGN KEY b_a;
            SET @x = 5;
            INSERT INTO d VALUES (14, @x);
            ANALYZE TABLE a;
            ALTER TABLE d ADD COLUMN k INT NOT NULL DEFAULT 3, ADD INDEX d_k (k);
            UPDATE d SET k = k + 1;
            CREATE EVENT e ON SCHEDULE EVERY 1 YEAR DISABLE DO DELETE FROM d;
            ALTER TABLE d ENGINE = InnoDB;
            RENAME TABLE b TO bb, a TO aa;
            """;

    private static final String H2 = """
            ALTER TABLE a ALTER COLUMN extra RENAME TO more;
            ALTER TABLE a ALTER COLUMN s VARCHAR(80) NOT NULL;
            DROP INDEX a_n;
            CREATE SEQUENCE q START WITH 5;
            ALTER SEQUENCE q INCREMENT BY 2;
            CREATE DOMAIN positive AS INT CHECK (VALUE > 0);
            ALTER TABLE d ADD COLUMN k INT DEFAULT 3 NOT NULL;
            UPDATE d SET k = k + 1;
            CREATE CONSTANT four VALUE 4;
            DROP CONSTANT four;
            CREATE ALIAS f FOR 'java.lang.Math.abs(int)';
            ALTER TABLE b DROP CONSTRAINT b_a;
            COMMENT ON TABLE d IS 'the last one';
            ANALYZE;
            CREATE SCHEMA other;
            DROP SCHEMA other;
            """;

    private static final String BEFORE = """
            CREATE TABLE a (id INT PRIMARY KEY, n INT NOT NULL);
            INSERT INTO a VALUES (1, 1), (2, 2);
            CREATE TABLE c (id INT PRIMARY KEY);
            INSERT INTO c VALUES (5);
            """;

    private static final String CHANGE = """
            -- transaction: none
            ALTER TABLE a ADD COLUMN extra INT DEFAULT 7;
            UPDATE a SET n = n + 10;
            INSERT INTO a VALUES (3, 3, 3);
            CREATE INDEX a_n ON a (n);
            CREATE TABLE b (id INT PRIMARY KEY);
            CREATE VIEW v AS SELECT id FROM a;
            ALTER TABLE c RENAME TO d;
            """;

    private static final String CHANGE_BACK = """
            -- transaction: none
            UPDATE a SET n = n - 10;
            INSERT INTO d VALUES (6);
            DROP VIEW v;
            CREATE TABLE traces (id INT, n INT);
            INSERT INTO traces SELECT id, n FROM a;
            DELETE FROM a WHERE id > 2;
            DROP INDEX a_n ON a;
            ALTER TABLE a DROP COLUMN extra;
            INSERT INTO traces SELECT id + 100, n FROM a;
            ALTER TABLE d RENAME TO c;
            UPDATE c SET id = id + 1 WHERE id = 6;
            DROP TABLE b;
            ALTER TABLE traces ADD COLUMN m INT DEFAULT 3;
            UPDATE traces SET m = m + 1;
            """;

    private CrashScript() {}

    static List<String> before() {
        return BEFORE.lines().toList();
    }

    /** What the tests of undo take back. */
    static List<String> change() {
        return CHANGE.lines().toList();
    }

    /** How it is taken back; what is run twice shows in {@code traces}. */
    static List<String> changeBack(Family family) {
        boolean ofTable = family == Family.MYSQL || family == Family.MARIADB;
        return CHANGE_BACK
                .replace("a_n ON a", ofTable ? "a_n ON a" : "a_n")
                .lines()
                .toList();
    }

    static List<String> lines(Family family) {
        return (COMMON + (family == Family.H2 ? H2 : MYSQL)).lines().toList();
    }

    /** What may be asked of a person: no transaction covers it, and the catalogue shows no trace of it. */
    static String asked(Family family) {
        return family == Family.H2 ? "TRUNCATE TABLE d" : "CALL p()";
    }

    /** A question whose answer is 1 exactly when that statement took effect. */
    static String tookEffect(Family family) {
        return family == Family.H2
                ? "SELECT CASE WHEN COUNT(*) = 0 THEN 1 ELSE 0 END FROM d"
                : "SELECT COUNT(*) FROM d WHERE id = 10";
    }
}
