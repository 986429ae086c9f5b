-- what psql sends of this; semicolons; 'quotes' and $$ in comments mean nothing
/* nor /* in nested; */ ones; */
CREATE TABLE parcel (id int PRIMARY KEY, name text, "semi;colon" text DEFAULT 'a;''b');
SELECT 1; SELECT 2;
SELECT 'it''s; one' AS "a "";"" b" -- behind; a statement
;
SELECT E'back\\slash \'; still' || 'plain \' || U&'\0441;';
SELECT $$dollar; 'quote'$$, $tag$ inner $$;$$ and $other$;$other$ $tag$;
SELECT B'101', x'1F', 5-1, 5--comment; here
-3;
CREATE FUNCTION plain(a int) RETURNS int LANGUAGE plpgsql AS $body$
BEGIN
  IF a > 1 THEN RETURN 1; END IF;
  RETURN $$0$$::int; -- ; in the body
END;
$body$;
CREATE OR REPLACE FUNCTION atomic(a int) RETURNS int
BEGIN ATOMIC
  SELECT CASE WHEN a > 1 THEN CASE a WHEN 2 THEN 20 ELSE 30 END ELSE 40 END;
  SELECT a;
END;
CREATE PROCEDURE empty() BEGIN ATOMIC END;
CREATE RULE twice AS ON INSERT TO parcel DO ALSO (NOTIFY one; NOTIFY two;);
DO $$ BEGIN PERFORM 1; PERFORM ';'; END $$;
BEGIN;
INSERT INTO parcel VALUES (1, 'one;');
SAVEPOINT s;
ROLLBACK TO SAVEPOINT s;
COMMIT;
COPY parcel (id, name) FROM stdin;
2	two; with 'quote
3	\N
4	\\. is no end
\.
SELECT count(*) FROM parcel;
COPY parcel (id, name) FROM stdin WITH (FORMAT csv);
5,"five; ""quoted"""
6,six
\.
CREATE VIEW v AS SELECT id, (SELECT max(p.id) FROM parcel p WHERE p.id < q.id) FROM parcel q;
SELECT id FROM parcel
  WHERE name = 'multi
line; text'
  OR true;
COMMENT ON TABLE parcel IS 'the end; nearly';
PREPARE p AS SELECT $1::int; EXECUTE p(1); DEALLOCATE p;
SELECT array['a;b', 'c']::text[] <@ array['a;b', 'c', 'd'], '{"a": ";"}'::jsonb ->> 'a';
SET standard_conforming_strings = off;
SELECT 'old \'; style';
SET standard_conforming_strings = on;
SELECT 'new style\';
DROP TABLE parcel CASCADE
