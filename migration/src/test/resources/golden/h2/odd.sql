CREATE ALIAS g AS $$
int g() { return "$".length(); /* ; */ }
$$;
CREATE TRIGGER tr BEFORE INSERT ON t AS $$org.h2.api.Trigger x() { return null; }$$;
SELECT a$$ ; SELECT b$$;
SELECT 1 /* /* ; */ ; */; // line; comment
SELECT `a;b`, "c""d;", 'e''f;', U&'g\;', X'00' -- h;
; SELECT (1; SELECT 2);
CREATE TABLE "x;y" (a INT) AS SELECT 1
