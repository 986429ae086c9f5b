package io.dbops.verification.clean;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * All rows of all catalogues as text, without what changes by itself (statistics, ages, files). Shares nothing with the code
 * under test and knows no kinds of objects: what is not the same afterwards shows, whatever it is.
 */
final class Catalogues {

    private static final String VOLATILE_COLUMNS =
            "'{relpages,reltuples,relallvisible,relallfrozen,relfrozenxid,relminmxid,"
                    + "relfilenode,relhasindex,relhasrules,relhastriggers,relhassubclass,attcacheoff}'::text[]";

    private Catalogues() {}

    /** Every row of every system catalogue of the database, with its OIDs. */
    static List<String> postgresql(Connection connection) throws SQLException {
        List<String> rows = new ArrayList<>();
        for (String table : column(connection, """
                SELECT relname FROM pg_class WHERE relnamespace = 'pg_catalog'::regnamespace AND relkind = 'r'
                AND NOT relisshared AND relname NOT IN ('pg_statistic', 'pg_statistic_ext_data') ORDER BY 1""")) {
            for (String row : column(
                    connection,
                    "SELECT (to_jsonb(t) - " + VOLATILE_COLUMNS + ")::text FROM pg_catalog." + table + " t")) {
                rows.add(table + " " + row);
            }
        }
        for (String row : column(connection, """
                SELECT to_jsonb(t)::text FROM pg_shdepend t
                WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())""")) {
            rows.add("pg_shdepend " + row);
        }
        return List.copyOf(new TreeSet<>(rows));
    }

    /** What H2 would recreate the database from, and what its information schema says beyond. */
    static List<String> h2(Connection connection) throws SQLException {
        List<String> rows = new ArrayList<>();
        for (String line : column(connection, "SCRIPT")) {
            if (!line.startsWith("CREATE USER") && !line.contains("SALT")) {
                rows.add(line);
            }
        }
        for (String table : List.of(
                "TABLES",
                "COLUMNS",
                "VIEWS",
                "ROUTINES",
                "SEQUENCES",
                "DOMAINS",
                "CONSTANTS",
                "TRIGGERS",
                "SYNONYMS",
                "INDEXES",
                "TABLE_CONSTRAINTS",
                "CHECK_CONSTRAINTS",
                "SCHEMATA",
                "USERS",
                "ROLES",
                "RIGHTS")) {
            rows(
                    connection,
                    "SELECT * FROM INFORMATION_SCHEMA." + table,
                    rows,
                    table,
                    "LAST_MODIFICATION",
                    "ROW_COUNT_ESTIMATE");
        }
        return List.copyOf(new TreeSet<>(rows));
    }

    /** The rows of the information schema that name one of the schemas, and what the storage engine knows. */
    static List<String> mysql(Connection connection, List<String> schemas, boolean mariadb) throws SQLException {
        List<String> rows = new ArrayList<>();
        String in = " IN ('" + String.join("', '", schemas) + "')";
        for (String place : column(connection, """
                SELECT CONCAT(TABLE_NAME, ' ', COLUMN_NAME) FROM information_schema.COLUMNS WHERE UPPER(TABLE_SCHEMA) =
                'INFORMATION_SCHEMA' AND COLUMN_NAME LIKE '%\\_SCHEMA' AND TABLE_NAME NOT LIKE 'INNODB%'
                AND TABLE_NAME NOT IN ('COLUMN_STATISTICS', 'OPTIMIZER_COSTS')""")) {
            String[] names = place.split(" ");
            rows(
                    connection,
                    "SELECT * FROM information_schema." + names[0] + " WHERE " + names[1] + in,
                    rows,
                    names[0],
                    "TABLE_ROWS",
                    "AVG_ROW_LENGTH",
                    "DATA_LENGTH",
                    "INDEX_LENGTH",
                    "DATA_FREE",
                    "AUTO_INCREMENT",
                    "UPDATE_TIME",
                    "CHECK_TIME",
                    "CARDINALITY",
                    "LAST_ALTERED",
                    "MAX_INDEX_LENGTH",
                    "TEMPORARY");
        }
        for (String schema : schemas) {
            String engine = mariadb ? "INNODB_SYS_TABLES" : "INNODB_TABLES";
            rows(
                    connection,
                    "SELECT NAME FROM information_schema." + engine + " WHERE BINARY NAME LIKE '" + schema + "/%'",
                    rows,
                    engine);
            if (mariadb) {
                rows(
                        connection,
                        "SELECT db, name, type FROM mysql.proc WHERE BINARY db = '" + schema + "'",
                        rows,
                        "proc");
                rows(connection, "SELECT db, name FROM mysql.event WHERE BINARY db = '" + schema + "'", rows, "event");
            }
        }
        return List.copyOf(new TreeSet<>(rows));
    }

    private static void rows(Connection connection, String sql, List<String> rows, String table, String... without)
            throws SQLException {
        List<String> ignored = List.of(without);
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                StringBuilder row = new StringBuilder(table);
                for (int i = 1; i <= columns; i++) {
                    String name = result.getMetaData().getColumnLabel(i);
                    if (!ignored.contains(name)) {
                        row.append(' ').append(name).append('=').append(result.getString(i));
                    }
                }
                rows.add(row.toString());
            }
        }
    }

    private static List<String> column(Connection connection, String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                values.add(String.valueOf(rows.getString(1)));
            }
        }
        return values;
    }
}
