# a comment; with a semicolon
SELECT 'it\'s; fine', "a\";b", `odd;name`, 5--1;
-- another;
SELECT 1 --
;
/*!40101 SET NAMES utf8mb4 */;
/*M!100100 SET x = ';' */;
/* plain; comment */ SELECT 3 /* inner; */ + /*! 4; */ 5;
