-- a comment; with a semicolon
SELECT 'it''s; fine', E'a\';b', "odd;name" FROM t; /* one /* nested; */ comment; */ SELECT 2;
SELECT $1, $$body; with 'quotes$$, $tag$ $$ ; $tag$ ;
\restrict abcDEF
;;
SELECT name'; DROP' FROM t -- trailing; comment
;
INSERT INTO public."My Table" VALUES (1)
