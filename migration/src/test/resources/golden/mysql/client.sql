--no blank needed here; where a statement begins
SELECT 1--1, 2 -- 3;
;
--	a tab is enough;
use shop
USE `shop`; SELECT 1;
SELECT \N, 'it\'s', 'it''s;', "a""b;\"", `a``;\`;
# comment; of a line
SELECT 1 # another;
;
  delimiter GO
SELECT 'GO', `GO` -- GO
, /* GO */ 1 GO SELECT 2;
GO
DELIMITER ';'
select delimiter from t;
DELIMITER $$  
SELECT 1 $$ SELECT a$b$$
DELIMITER ;
SELECT _utf8mb4'x;' COLLATE utf8mb4_bin, N'y\';', x'3B', b'1';
SET sql_mode = 'ANSI,NO_BACKSLASH_ESCAPES';
SELECT 'a\', "b\"; SELECT 3;
SET sql_mode = DEFAULT;
SELECT 'a\'; b';
XA BEGIN 'x'; XA END 'x';
BEGIN WORK; COMMIT;
SELECT CASE a WHEN 1 THEN 2 END, IF(a, b, c), REPEAT('a', 3) FROM t; SELECT 4;
INSERT INTO t VALUES (1) ON DUPLICATE KEY UPDATE a = IF(a > 1, 2, 3)
