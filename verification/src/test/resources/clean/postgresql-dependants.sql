-- each with the name that a refusal must hold
--;outside_key
ALTER TABLE other.keep ADD CONSTRAINT outside_key FOREIGN KEY (id) REFERENCES plain
--;other.outside_view
CREATE VIEW other.outside_view AS SELECT id FROM v1
--;other.outside_matview
CREATE MATERIALIZED VIEW other.outside_matview AS SELECT double(1)
--;outside_default
CREATE TABLE other.outside_default (id int DEFAULT nextval('free_sequence'))
--;other.outside_generated
CREATE TABLE other.outside_generated (id int, g int GENERATED ALWAYS AS (double(id)) STORED)
--;other.outside_column
CREATE TABLE other.outside_column (m mood)
--;other.outside_array
CREATE TABLE other.outside_array (m mood[])
--;other.outside_function
CREATE FUNCTION other.outside_function(plain) RETURNS int LANGUAGE sql AS 'SELECT 1'
--;other.outside_domain
CREATE DOMAIN other.outside_domain AS positive
--;other.outside_heir
CREATE TABLE other.outside_heir () INHERITS (plain)
--;other.outside_partition
CREATE TABLE other.outside_partition PARTITION OF parts FOR VALUES IN ('outside')
--;other.outside_statistics
CREATE STATISTICS other.outside_statistics ON id, name FROM plain
--;outside_trigger
CREATE TRIGGER outside_trigger BEFORE INSERT ON other.plain FOR EACH ROW EXECUTE FUNCTION fire()
--;outside_policy
CREATE POLICY outside_policy ON other.plain USING (double(id) > 0)
--;other.outside_index
CREATE INDEX outside_index ON other.plain (double(id))
--;outside_check
ALTER TABLE other.plain ADD CONSTRAINT outside_check CHECK (double(id) > 0)
--;other.outside_collated
CREATE TABLE other.outside_collated (t text COLLATE "German")
--;outside_rule
CREATE RULE outside_rule AS ON DELETE TO other.plain DO ALSO SELECT double(1)
--;outside_event
CREATE EVENT TRIGGER outside_event ON ddl_command_start EXECUTE FUNCTION outside_ddl()
--;other.keep_mood
CREATE CAST (other.keep_mood AS pg_lsn) WITH FUNCTION from_mood(other.keep_mood)
--;other.outside_aggregate
CREATE AGGREGATE other.outside_aggregate (int) (SFUNC = plus, STYPE = int)
--;other.outside_typed
CREATE TABLE other.outside_typed OF pair
--;other.outside_words
CREATE TEXT SEARCH DICTIONARY other.outside_words (TEMPLATE = plays)
