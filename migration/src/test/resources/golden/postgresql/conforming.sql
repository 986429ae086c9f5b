SELECT 'a\'; SELECT 'b';
SET standard_conforming_strings = off;
SELECT 'a\'; b', E'c\'d;', U&'e\'; SELECT 2;
set session standard_conforming_strings to 'on';
SELECT 'a\'; SELECT 'b';
RESET standard_conforming_strings;
