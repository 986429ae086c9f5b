CREATE TABLE {other}.keep (id INT PRIMARY KEY, name VARCHAR(40))
--;
INSERT INTO {other}.keep VALUES (1, 'kept')
--;
CREATE TABLE {other}.plain (id INT PRIMARY KEY)
--;
CREATE TABLE {other}.child (id INT PRIMARY KEY, FOREIGN KEY (id) REFERENCES {other}.plain (id))
--;
CREATE VIEW {other}.v1 AS SELECT id, '`{ours}`.`plain`' AS not_a_use FROM {other}.plain
--;
CREATE VIEW {other}.v2 AS SELECT `{ours}`.id FROM {other}.plain `{ours}`
--;
CREATE FUNCTION {other}.twice(n INT) RETURNS INT DETERMINISTIC RETURN n * 2
--;
CREATE EVENT {other}.later ON SCHEDULE EVERY 1 YEAR STARTS '2037-01-01 00:00:00' DO SELECT 1
--;
CREATE TRIGGER {other}.fires BEFORE INSERT ON {other}.plain FOR EACH ROW SET NEW.id = 7
--;mariadb
CREATE SEQUENCE {other}.numbers
