/*!999999\- enable the sandbox mode */ 
/*M!999999\- enable the sandbox mode */ 
/*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */;
/*!50003 SET sql_mode              = 'STRICT_TRANS_TABLES,NO_ZERO_DATE' */ ;
/*!50503 SET character_set_client = utf8mb4 */;
CREATE TABLE t (a int /*!80016 NOT ENFORCED; */ , b int /*M!100104 DEFAULT (';') */);
DELIMITER ;;
/*!50003 CREATE*/ /*!50017 DEFINER=`root`@`localhost`*/ /*!50003 TRIGGER tr BEFORE INSERT ON t FOR EACH ROW BEGIN
  SET NEW.a = 1; /* inner; */
  SET NEW.b = 2;
END */;;
DELIMITER ;
/*!50003 CREATE TRIGGER tr2 BEFORE INSERT ON t FOR EACH ROW BEGIN SET NEW.a = 1; END */;
/*! SELECT 1 */; SELECT /*+ MAX_EXECUTION_TIME(1000) */ 2;
/*!50100 PARTITION */ /* not executable! ; */ SELECT 3;
