// a comment; of H2
CREATE ALIAS f AS $$ String f() { return ";"; } $$;
INSERT INTO t VALUES ('a\'); -- the backslash is a character
VALUES 1
