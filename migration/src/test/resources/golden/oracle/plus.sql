REM a remark; with a semicolon
REMARK another
PROMPT Creating it's tables;
set define off
SET SQLBLANKLINES ON;
WHENEVER SQLERROR EXIT FAILURE ROLLBACK
WHENEVER OSERROR EXIT
CREATE TABLE t (
  a NUMBER, -- the; key

  b VARCHAR2(10) DEFAULT 'it''s; &fine'
);
/
INSERT INTO t VALUES (4 / 2, 'x')
/
  /
SELECT 1
/ 2 FROM dual;
EXEC dbms_stats.gather_table_stats('HR', 'T;') ;
execute p
SET TRANSACTION READ ONLY;
SET ROLE ALL;
SELECT 'a' || CHR(10) /* ; */ FROM dual; SELECT 2 FROM dual;
SHOW ERRORS
COMMIT;
CREATE SYNONYM s FOR t
