SELECT E'a\'; b', e'\\', E'c''d\\';
SELECT U&'d\0061t;\' , U&"d!0061;" UESCAPE '!', B'101;', x'1F;', N'n;ame\';
SELECT E'first'
    'second \'; still the second';
SELECT E'first' -- a comment between the two
  'second \'; still';
SELECT 'first'
  'second \';
SELECT E'not' 'continued\'; SELECT 'on one line';
SELECT a$b$c, "quoted "" ; name", _x$1, $1$$not a parameter; but a quote$$, 12$$ ; $$;
SELECT $$ $tag$ ; $$, $tag$ $$ ; $tag2$ ; $tag$, $Tag$ ; $tag$ ; $Tag$, $_ä$ ; $_ä$;
SELECT 1 /* /* ; */ ; */ + 2 -- /* not a comment ;
  + 3 /*/ ; */;
SELECT 1::text, ARRAY[1,2][1:2], f(a := 1, b => 2), :name, 4--4;
  ;
SELECT (SELECT 1; ) ;
CREATE RULE r AS ON INSERT TO t DO (INSERT INTO u VALUES (1); DELETE FROM u;);
SELECT 1) ; SELECT 2;
DO $do$ BEGIN PERFORM 1; END $do$;
SELECT 'a
;
b' , "c
;d";
BEGIN; END;
CREATE TABLE case_end (begin int, atomic int); SELECT 1
