--;outside_key
ALTER TABLE {other}.keep ADD CONSTRAINT outside_key FOREIGN KEY (id) REFERENCES {ours}.plain (id)
--;outside_view
CREATE VIEW {other}.outside_view AS SELECT id FROM {ours}.v1
--;outside_call
CREATE VIEW {other}.outside_call AS SELECT {ours}.twice(1) AS two
--;outside_default;mariadb
CREATE TABLE {other}.outside_default (id INT DEFAULT (NEXT VALUE FOR {ours}.numbers))
