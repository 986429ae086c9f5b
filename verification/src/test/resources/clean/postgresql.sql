-- every kind of object that lives in a schema, in the current one; statements end at a line that begins with --;
CREATE TABLE plain (id int PRIMARY KEY, name text NOT NULL DEFAULT 'x', CHECK (id > 0), UNIQUE (name))
--;
CREATE TABLE child (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, plain_id int REFERENCES plain, s serial)
--;
CREATE UNLOGGED TABLE unlogged (id bigserial, t text COLLATE "C")
--;
CREATE TABLE heir (extra int) INHERITS (plain)
--;
CREATE TABLE parts (id int, region text, PRIMARY KEY (id, region)) PARTITION BY LIST (region)
--;
CREATE TABLE part_a PARTITION OF parts FOR VALUES IN ('a')
--;
CREATE TABLE part_b PARTITION OF parts FOR VALUES IN ('b') PARTITION BY RANGE (id)
--;
CREATE TABLE part_b_1 PARTITION OF part_b FOR VALUES FROM (0) TO (10)
--;
CREATE INDEX parts_region ON parts (region)
--;
CREATE TABLE refers_to_parts (id int, region text, FOREIGN KEY (id, region) REFERENCES parts)
--;
CREATE TABLE circle_a (id int PRIMARY KEY, b int)
--;
CREATE TABLE circle_b (id int PRIMARY KEY, a int REFERENCES circle_a)
--;
ALTER TABLE circle_a ADD FOREIGN KEY (b) REFERENCES circle_b
--;
ALTER TABLE parts ADD COLUMN parent_id int, ADD COLUMN parent_region text, ADD FOREIGN KEY (parent_id, parent_region) REFERENCES parts
--;
CREATE TABLE "Odd ""name"" '; DROP TABLE other.keep; --" ("Column; é" int, "%s {} $1 \" text)
--;
CREATE TABLE " leading and trailing " ()
--;
CREATE TABLE "sixty-three bytes: ääääääääääääääääääääää" ()
--;
CREATE TABLE "select" ("from" int)
--;
INSERT INTO plain VALUES (1, 'one')
--;
CREATE SEQUENCE free_sequence
--;
CREATE SEQUENCE owned_sequence OWNED BY plain.id
--;
CREATE TABLE uses_sequence (id int DEFAULT nextval('free_sequence'))
--;
CREATE VIEW v1 AS SELECT * FROM plain
--;
CREATE VIEW v2 AS SELECT v1.id, c.s FROM v1 JOIN child c ON c.plain_id = v1.id
--;
CREATE RECURSIVE VIEW numbers (n) AS VALUES (1) UNION ALL SELECT n + 1 FROM numbers WHERE n < 3
--;
CREATE MATERIALIZED VIEW m1 AS SELECT * FROM v2
--;
CREATE INDEX m1_id ON m1 (id)
--;
CREATE VIEW v3 AS SELECT * FROM m1
--;
CREATE MATERIALIZED VIEW m2 AS SELECT * FROM v3 WITH NO DATA
--;
CREATE INDEX plain_upper ON plain (upper(name))
--;
CREATE STATISTICS plain_statistics ON id, name FROM plain
--;
CREATE FUNCTION double(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1 * 2'
--;
CREATE FUNCTION double(text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT $1 || $1'
--;
CREATE FUNCTION many(a int, OUT b int, OUT c text, VARIADIC d text[] DEFAULT '{}') LANGUAGE plpgsql AS 'BEGIN b := a; END'
--;
CREATE FUNCTION all_rows() RETURNS SETOF plain LANGUAGE sql AS 'SELECT * FROM plain'
--;
CREATE FUNCTION row_of(plain) RETURNS int LANGUAGE sql STABLE AS 'SELECT ($1).id'
--;
CREATE FUNCTION "Odd ""f"" ()"("a b" int) RETURNS int LANGUAGE sql AS 'SELECT 1'
--;
CREATE FUNCTION body() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(*) FROM v1; END
--;
CREATE PROCEDURE act(a int, OUT b int) LANGUAGE plpgsql AS 'BEGIN b := a; END'
--;
CREATE PROCEDURE act(a int, b text) LANGUAGE plpgsql AS 'BEGIN END'
--;
CREATE TABLE generated (id int, twice int GENERATED ALWAYS AS (double(id)) STORED, d int DEFAULT double(4), CHECK (double(id) > 0))
--;
CREATE INDEX generated_double ON generated (double(d))
--;
CREATE TABLE eats_itself (id int)
--;
CREATE FUNCTION count_eaten(eats_itself) RETURNS int LANGUAGE sql AS 'SELECT 1'
--;
CREATE FUNCTION default_eaten() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT count_eaten(e) FROM eats_itself e LIMIT 1; END
--;
ALTER TABLE eats_itself ADD COLUMN n int DEFAULT default_eaten()
--;
CREATE VIEW loop_view AS SELECT 1 AS n
--;
CREATE FUNCTION loop_function() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT n FROM loop_view; END
--;
CREATE OR REPLACE VIEW loop_view AS SELECT loop_function() AS n
--;
CREATE AGGREGATE total (int) (SFUNC = int4pl, STYPE = int, INITCOND = '0')
--;
CREATE AGGREGATE everything (*) (SFUNC = int8inc, STYPE = bigint, INITCOND = '0')
--;
CREATE AGGREGATE middle (float8 ORDER BY anyelement) (SFUNC = ordered_set_transition, STYPE = internal, FINALFUNC = percentile_disc_final, FINALFUNC_EXTRA)
--;
CREATE TYPE mood AS ENUM ('sad', 'ok')
--;
CREATE TYPE pair AS (a int, b mood)
--;
CREATE DOMAIN positive AS int CHECK (double(VALUE) > 0)
--;
CREATE DOMAIN very_positive AS positive DEFAULT 7
--;
CREATE TYPE spans AS RANGE (SUBTYPE = float8, SUBTYPE_DIFF = float8mi, MULTIRANGE_TYPE_NAME = many_spans)
--;
CREATE TABLE typed (m mood, p pair, d very_positive, s spans, ms many_spans, a mood[], "Odd" positive[])
--;
CREATE TABLE of_type OF pair
--;
CREATE TYPE only_a_shell
--;
CREATE TYPE base
--;
CREATE FUNCTION base_in(cstring) RETURNS base LANGUAGE internal IMMUTABLE STRICT AS 'int4in'
--;
CREATE FUNCTION base_out(base) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out'
--;
CREATE TYPE base (INPUT = base_in, OUTPUT = base_out, LIKE = int4)
--;
CREATE TABLE of_base (b base, bs base[])
--;
CREATE TYPE stepped
--;
CREATE FUNCTION step(stepped) RETURNS stepped LANGUAGE internal IMMUTABLE STRICT AS 'int4range_canonical'
--;
CREATE TYPE stepped AS RANGE (SUBTYPE = int4, CANONICAL = step)
--;
CREATE FUNCTION base_to_text(base) RETURNS text LANGUAGE sql IMMUTABLE AS $$SELECT 'base'$$
--;
CREATE CAST (base AS text) WITH FUNCTION base_to_text(base)
--;
CREATE CAST (int AS base) WITHOUT FUNCTION
--;
CREATE FUNCTION base_from(internal) RETURNS internal LANGUAGE internal IMMUTABLE STRICT AS 'prsd_lextype'
--;
CREATE FUNCTION base_recv(internal) RETURNS base LANGUAGE internal IMMUTABLE STRICT AS 'int4recv'
--;
CREATE TRANSFORM FOR base LANGUAGE sql (FROM SQL WITH FUNCTION base_from(internal), TO SQL WITH FUNCTION base_recv(internal))
--;
CREATE FUNCTION base_lt(base, base) RETURNS bool LANGUAGE internal IMMUTABLE STRICT AS 'int4lt'
--;
CREATE FUNCTION base_eq(base, base) RETURNS bool LANGUAGE internal IMMUTABLE STRICT AS 'int4eq'
--;
CREATE FUNCTION base_cmp(base, base) RETURNS int LANGUAGE internal IMMUTABLE STRICT AS 'btint4cmp'
--;
CREATE FUNCTION base_neg(base) RETURNS base LANGUAGE internal IMMUTABLE STRICT AS 'int4um'
--;
CREATE OPERATOR < (LEFTARG = base, RIGHTARG = base, FUNCTION = base_lt, COMMUTATOR = >)
--;
CREATE OPERATOR = (LEFTARG = base, RIGHTARG = base, FUNCTION = base_eq)
--;
CREATE OPERATOR - (RIGHTARG = base, FUNCTION = base_neg)
--;
CREATE OPERATOR FAMILY base_family USING btree
--;
CREATE OPERATOR CLASS base_ops DEFAULT FOR TYPE base USING btree FAMILY base_family AS OPERATOR 1 <, OPERATOR 3 =, FUNCTION 1 base_cmp(base, base)
--;
CREATE OPERATOR CLASS alone_ops FOR TYPE base USING hash AS OPERATOR 1 =
--;
CREATE OPERATOR FAMILY "Odd family" USING gist
--;
CREATE INDEX of_base_b ON of_base (b)
--;
CREATE OPERATOR === (LEFTARG = int, RIGHTARG = int, FUNCTION = int4eq)
--;
CREATE COLLATION "German" (LOCALE = 'C.UTF-8')
--;
CREATE TABLE collated (t text COLLATE "German")
--;
CREATE CONVERSION converts FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8
--;
CREATE TEXT SEARCH PARSER reads (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype)
--;
CREATE TEXT SEARCH TEMPLATE plays (LEXIZE = dsimple_lexize, INIT = dsimple_init)
--;
CREATE TEXT SEARCH DICTIONARY words (TEMPLATE = plays)
--;
CREATE TEXT SEARCH CONFIGURATION finds (PARSER = reads)
--;
ALTER TEXT SEARCH CONFIGURATION finds ADD MAPPING FOR word WITH words
--;
CREATE TABLE searched (t text, v tsvector GENERATED ALWAYS AS (to_tsvector('simple', t)) STORED)
--;
CREATE INDEX searched_v ON searched USING gin (v)
--;
CREATE FUNCTION fire() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'
--;
CREATE TRIGGER fires BEFORE INSERT ON plain FOR EACH ROW EXECUTE FUNCTION fire()
--;
CREATE TRIGGER fires_on_parts AFTER INSERT ON parts FOR EACH ROW EXECUTE FUNCTION fire()
--;
CREATE CONSTRAINT TRIGGER fires_late AFTER INSERT ON child DEFERRABLE FOR EACH ROW EXECUTE FUNCTION fire()
--;
CREATE TRIGGER fires_instead INSTEAD OF INSERT ON v2 FOR EACH ROW EXECUTE FUNCTION fire()
--;
CREATE RULE redirects AS ON DELETE TO child DO INSTEAD SELECT double(1)
--;
ALTER TABLE child ENABLE ROW LEVEL SECURITY
--;
CREATE POLICY sees ON child USING (id IN (SELECT id FROM plain WHERE double(id) > 0))
--;
CREATE EXTENSION hstore
--;
CREATE TABLE uses_extension (h hstore)
--;
CREATE EXTENSION cube
--;
CREATE EXTENSION earthdistance
--;
CREATE FOREIGN TABLE far_away (id int) SERVER nowhere
--;
CREATE TABLE refers_to_neighbour (id int REFERENCES other.keep, v other.keep_mood DEFAULT other.keep_function())
--;
CREATE VIEW shows_neighbour AS SELECT k.id, p.name FROM other.keep k JOIN plain p ON p.id = k.id
--;
CREATE STATISTICS of_neighbour ON id, name FROM other.keep
--;
CREATE TRIGGER fires_neighbour BEFORE INSERT ON refers_to_neighbour FOR EACH ROW EXECUTE FUNCTION other.keep_fire()
--;
CREATE TABLE partition_here PARTITION OF other.keep_parts FOR VALUES IN ('here')
--;
CREATE TABLE heir_of_neighbour () INHERITS (other.keep)
--;
CREATE FUNCTION outside_ddl() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'
--;
CREATE FUNCTION from_mood(other.keep_mood) RETURNS pg_lsn LANGUAGE sql IMMUTABLE AS $$SELECT '0/0'::pg_lsn$$
--;
CREATE FUNCTION plus(int, int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1 + $2'
--;
ALTER PUBLICATION lists ADD TABLE plain
--;
COMMENT ON TABLE plain IS 'commented'
--;
COMMENT ON FUNCTION double(int) IS 'commented'
--;
GRANT SELECT ON plain TO PUBLIC
--;since 15
CREATE TABLE nulls (a int, UNIQUE NULLS NOT DISTINCT (a))
--;since 18
CREATE TABLE virtual (id int, twice int GENERATED ALWAYS AS (id * 2) VIRTUAL, CONSTRAINT named NOT NULL id)
