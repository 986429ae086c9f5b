CREATE TABLE plain (id INT PRIMARY KEY, name VARCHAR(40) DEFAULT 'x' NOT NULL, UNIQUE (name), CHECK (id > 0))
--;
INSERT INTO plain VALUES (1, 'one')
--;
CREATE TABLE child (id INT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, plain_id INT REFERENCES plain)
--;
CREATE MEMORY TABLE in_memory (id INT)
--;
CREATE CACHED TABLE cached (id INT)
--;
CREATE GLOBAL TEMPORARY TABLE global_temporary (id INT)
--;
CREATE TABLE circle_a (id INT PRIMARY KEY, b INT)
--;
CREATE TABLE circle_b (id INT PRIMARY KEY, a INT REFERENCES circle_a)
--;
ALTER TABLE circle_a ADD FOREIGN KEY (b) REFERENCES circle_b
--;
CREATE TABLE "Odd ""name"" '; DROP TABLE OTHER.KEEP; --" ("Column; é" INT, "%s {} $1 \" INT)
--;
CREATE TABLE "select" ("from" INT)
--;
CREATE INDEX plain_name ON plain (name DESC)
--;
CREATE TABLE shapes (g GEOMETRY)
--;
CREATE SPATIAL INDEX shapes_g ON shapes (g)
--;
CREATE ALIAS twice AS 'int twice(int n) { return n * 2; }'
--;
CREATE ALIAS "Odd ""alias""" FOR 'java.lang.Math.abs(int)'
--;
CREATE ALIAS overloaded FOR 'java.lang.Integer.toString'
--;
CREATE SEQUENCE numbers
--;
CREATE TABLE uses_sequence (id INT DEFAULT NEXT VALUE FOR numbers, t INT GENERATED ALWAYS AS (twice(id)), CHECK (twice(t) > 0))
--;
CREATE DOMAIN positive AS INT CHECK (twice(VALUE) > 0)
--;
CREATE DOMAIN very_positive AS positive DEFAULT 7
--;
CREATE DOMAIN a_first AS very_positive
--;
CREATE TABLE typed (a positive, b very_positive, c ENUM('x', 'y'), d INT ARRAY)
--;
CREATE CONSTANT seven VALUE 7
--;
CREATE VIEW v1 AS SELECT id, name, twice(id) AS t FROM plain
--;
CREATE VIEW a_view AS SELECT v1.id FROM v1 JOIN child ON child.plain_id = v1.id
--;
CREATE VIEW z_view AS SELECT id FROM a_view
--;
CREATE MATERIALIZED VIEW m1 AS SELECT id FROM z_view
--;
CREATE VIEW on_m1 AS SELECT id FROM m1
--;
CREATE SYNONYM syn FOR plain
--;
CREATE SYNONYM far_syn FOR OTHER.KEEP
--;
CREATE TRIGGER fires BEFORE INSERT ON plain FOR EACH ROW CALL 'io.dbops.verification.clean.SilentTrigger'
--;
CREATE TRIGGER fires_instead INSTEAD OF INSERT ON v1 FOR EACH ROW CALL 'io.dbops.verification.clean.SilentTrigger'
--;
CREATE AGGREGATE total FOR 'io.dbops.verification.clean.CountingAggregate'
--;
CREATE LINKED TABLE linked('org.h2.Driver', 'jdbc:h2:mem:{remote}', 'sa', '', 'FAR')
--;
CREATE TABLE refers_to_neighbour (id INT REFERENCES OTHER.KEEP)
--;
CREATE VIEW shows_neighbour AS SELECT k.id, p.name FROM OTHER.KEEP k JOIN plain p ON p.id = k.id
--;
COMMENT ON TABLE plain IS 'commented'
