-- what the client sends of this; 'quotes
# and these; "too
/* and; these */
CREATE TABLE parcel (id INT PRIMARY KEY, name VARCHAR(50), `semi;colon` VARCHAR(50) DEFAULT 'a;''b');
SELECT 1; SELECT 2;
SELECT 'it''s; one', "double; ""quoted""", 'back\'slash;', `semi;colon` FROM parcel;
SELECT 5--1, 5-- comment; here
-3;
SELECT 1 # comment; here
;
/*!40101 SET @old_mode = @@sql_mode */;
SELECT /*! 1 + */ 1 /* gone; */;
CREATE FUNCTION plain(a INT) RETURNS INT DETERMINISTIC RETURN IF(a > 1, CASE a WHEN 2 THEN 20 ELSE 30 END, 40);
DELIMITER //
CREATE PROCEDURE body(IN a INT)
BEGIN
  DECLARE i INT DEFAULT 0;
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET i = 1;
  IF a > 1 THEN SET i = 2; ELSEIF a = 0 THEN SET i = 3; ELSE SET i = 4; END IF;
  CASE a WHEN 1 THEN SELECT 'one;'; ELSE BEGIN END; END CASE;
  lap: LOOP SET i = i + 1; IF i > 9 THEN LEAVE lap; END IF; END LOOP lap;
  WHILE i > 0 DO SET i = i - 1; END WHILE;
  REPEAT SET i = i + 1; UNTIL i > 2 END REPEAT; -- ; in a comment
END//
CREATE TRIGGER before_parcel BEFORE INSERT ON parcel FOR EACH ROW
BEGIN
  SET NEW.name = CONCAT(NEW.name, ';'); # and; this
END //
SELECT 'one;' //
DELIMITER $$
CREATE EVENT never ON SCHEDULE EVERY 1 YEAR DISABLE DO BEGIN SELECT 1; SELECT 2; END$$
/*!50003 CREATE PROCEDURE versioned() BEGIN SELECT 1; END */$$
DELIMITER ;
INSERT INTO parcel (id, name) VALUES (1, 'one'), (2, 'two; ');
START TRANSACTION;
UPDATE parcel SET name = 'multi
line; text' WHERE id = 1;
COMMIT;
CREATE VIEW v AS SELECT id, (SELECT MAX(p.id) FROM parcel p WHERE p.id < q.id) m FROM parcel q;
SET SESSION sql_mode = CONCAT(@@sql_mode, ',NO_BACKSLASH_ESCAPES');
SELECT 'backslash\';
SET SESSION sql_mode = @old_mode;
SELECT 'back\'; slash';
SELECT _utf8mb4'x;' COLLATE utf8mb4_bin, x'4D', b'1', N'n;';
DROP VIEW v;
DROP TABLE parcel
