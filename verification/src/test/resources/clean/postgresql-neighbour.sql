CREATE SCHEMA other
--;
CREATE SCHEMA "PUBLIC"
--;
CREATE SCHEMA public_
--;
CREATE TABLE "PUBLIC".plain (id int)
--;
CREATE TABLE public_.plain (id int)
--;
CREATE TABLE other.keep (id int PRIMARY KEY, name text)
--;
INSERT INTO other.keep VALUES (1, 'kept')
--;
CREATE TABLE other.plain (id int)
--;
CREATE VIEW other.v1 AS SELECT * FROM other.plain
--;
CREATE TYPE other.keep_mood AS ENUM ('fine')
--;
CREATE FUNCTION other.keep_function() RETURNS other.keep_mood LANGUAGE sql AS $$SELECT 'fine'::other.keep_mood$$
--;
CREATE FUNCTION other.double(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1 * 2'
--;
CREATE FUNCTION other.keep_fire() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'
--;
CREATE TABLE other.keep_parts (r text) PARTITION BY LIST (r)
--;
CREATE OPERATOR other.=== (LEFTARG = int, RIGHTARG = int, FUNCTION = int4eq)
--;
CREATE CAST (other.keep_mood AS xml) WITH INOUT
--;
CREATE EXTENSION pg_trgm SCHEMA other
--;
CREATE EXTENSION postgres_fdw SCHEMA other
--;
CREATE SERVER nowhere FOREIGN DATA WRAPPER postgres_fdw
--;
CREATE PUBLICATION publishes FOR ALL TABLES
--;
CREATE PUBLICATION lists
--;
CREATE FUNCTION other.on_ddl() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'
--;
CREATE EVENT TRIGGER on_ddl ON ddl_command_end EXECUTE FUNCTION other.on_ddl()
--;
SELECT lo_from_bytea(0, 'large')
--;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO PUBLIC
--;
COMMENT ON SCHEMA public IS 'ours, and it stays'
--;
GRANT USAGE ON SCHEMA public TO PUBLIC
