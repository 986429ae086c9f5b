CREATE TABLE plain (id INT PRIMARY KEY AUTO_INCREMENT, name VARCHAR(40) NOT NULL DEFAULT 'x', UNIQUE (name), CHECK (name <> ''))
--;
INSERT INTO plain VALUES (1, 'one')
--;
CREATE TABLE child (id INT PRIMARY KEY, plain_id INT, FOREIGN KEY (plain_id) REFERENCES plain (id) ON DELETE CASCADE)
--;
CREATE TABLE grandchild (id INT PRIMARY KEY, child_id INT, self INT, FOREIGN KEY (child_id) REFERENCES child (id), FOREIGN KEY (self) REFERENCES grandchild (id))
--;
CREATE TABLE circle_a (id INT PRIMARY KEY, b INT)
--;
CREATE TABLE circle_b (id INT PRIMARY KEY, a INT, c INT, FOREIGN KEY (a) REFERENCES circle_a (id))
--;
CREATE TABLE circle_c (id INT PRIMARY KEY, b INT, FOREIGN KEY (b) REFERENCES circle_b (id))
--;
ALTER TABLE circle_a ADD CONSTRAINT `Odd ``key``` FOREIGN KEY (b) REFERENCES circle_b (id)
--;
ALTER TABLE circle_b ADD FOREIGN KEY (c) REFERENCES circle_c (id)
--;
CREATE TABLE parts (id INT PRIMARY KEY) PARTITION BY HASH (id) PARTITIONS 4
--;
CREATE TABLE myisam (id INT) ENGINE = MyISAM
--;
CREATE TABLE memory (id INT) ENGINE = MEMORY
--;
CREATE TABLE csv (id INT NOT NULL) ENGINE = CSV
--;mysql
CREATE TABLE archive (id INT) ENGINE = ARCHIVE
--;mysql
CREATE TABLE blackhole (id INT) ENGINE = BLACKHOLE
--;
CREATE TABLE merged (id INT) ENGINE = MERGE UNION = (myisam)
--;
CREATE TABLE computed (id INT, twice INT GENERATED ALWAYS AS (id * 2) STORED, INDEX (twice), FULLTEXT INDEX (t), t TEXT)
--;
CREATE TABLE shapes (g GEOMETRY NOT NULL, SPATIAL INDEX (g))
--;
CREATE TABLE `Odd ``name`` '; DROP TABLE other; --` (`Column; é` INT, `%s {} $1 \` INT)
--;
CREATE TABLE `select` (`from` INT)
--;
CREATE TABLE `64 characters: äääääääääääääääääääääääääääääääääääääääääääääääää` (id INT)
--;
CREATE TABLE `dotted.name/slash` (id INT)
--;
CREATE VIEW v1 AS SELECT id, name FROM plain
--;
CREATE VIEW v2 AS SELECT v1.id, child.plain_id FROM v1 JOIN child ON child.plain_id = v1.id
--;
CREATE VIEW `odd``view` AS SELECT 1 AS n
--;
CREATE TABLE soon_gone (id INT)
--;
CREATE VIEW invalid AS SELECT id FROM soon_gone
--;
DROP TABLE soon_gone
--;
CREATE FUNCTION twice(n INT) RETURNS INT DETERMINISTIC RETURN n * 2
--;
CREATE FUNCTION `odd``function`() RETURNS INT DETERMINISTIC RETURN 1
--;
CREATE PROCEDURE act(IN a INT, OUT b INT) BEGIN SET b = a; END
--;
CREATE PROCEDURE twice() BEGIN SELECT 1; END
--;
CREATE TRIGGER fires BEFORE INSERT ON plain FOR EACH ROW SET NEW.name = 'fired'
--;
CREATE TRIGGER fires_too AFTER DELETE ON child FOR EACH ROW DELETE FROM plain WHERE id = OLD.plain_id
--;
CREATE EVENT later ON SCHEDULE EVERY 1 YEAR STARTS '2037-01-01 00:00:00' DO DELETE FROM plain
--;
CREATE EVENT `odd``event` ON SCHEDULE AT CURRENT_TIMESTAMP + INTERVAL 1 YEAR DISABLE DO SELECT 1
--;
CREATE VIEW shows_function AS SELECT twice(2) AS four
--;mariadb
CREATE SEQUENCE numbers
--;mariadb
CREATE TABLE uses_sequence (id INT DEFAULT (NEXT VALUE FOR numbers))
--;mariadb
CREATE TABLE versioned (id INT) WITH SYSTEM VERSIONING
--;mariadb
INSERT INTO versioned VALUES (1)
--;mariadb
UPDATE versioned SET id = 2
--;mariadb
CREATE TABLE aria (id INT) ENGINE = Aria
--;mariadb
CREATE AGGREGATE FUNCTION total(n INT) RETURNS INT DETERMINISTIC BEGIN DECLARE t INT DEFAULT 0; DECLARE EXIT HANDLER FOR NOT FOUND RETURN t; LOOP FETCH GROUP NEXT ROW; SET t = t + n; END LOOP; END
--;mariadb
SET SESSION sql_mode = 'ORACLE'
--;mariadb
CREATE PACKAGE tools AS FUNCTION one RETURN INT; END
--;mariadb
CREATE PACKAGE BODY tools AS FUNCTION one RETURN INT AS BEGIN RETURN 1; END; END
--;mariadb
CREATE PACKAGE headless AS PROCEDURE nothing; END
--;mariadb
SET SESSION sql_mode = DEFAULT
--;mysql
CREATE TABLE functional (id INT, INDEX ((id + 1)), d INT DEFAULT (1 + 2))
--;
CREATE TABLE refers_to_neighbour (id INT, FOREIGN KEY (id) REFERENCES {other}.keep (id))
--;
CREATE VIEW shows_neighbour AS SELECT k.id, p.name FROM {other}.keep k JOIN plain p ON p.id = k.id
