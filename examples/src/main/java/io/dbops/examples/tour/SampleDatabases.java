package io.dbops.examples.tour;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * FoodMart and Chinook, two public sample databases inside jars of HSQLDB files. HSQLDB reads a whole sample into memory when it
 * is opened, which takes seconds; it stays there while one connection is open.
 */
final class SampleDatabases implements AutoCloseable {

    /** Where the samples are, as published: by name, which is also the name of the schema that holds their tables. */
    static final Map<String, String> PUBLISHED =
            Map.of("foodmart", "jdbc:hsqldb:res:foodmart", "chinook", "jdbc:hsqldb:res:chinook");

    private final Map<String, String> urls;
    private final List<Connection> open = new ArrayList<>();
    private long rowsRead;

    SampleDatabases(Map<String, String> urls) throws SQLException {
        this.urls = Map.copyOf(urls);
        for (String sample : this.urls.keySet()) {
            open.add(connect(sample));
        }
    }

    Connection connect(String sample) throws SQLException {
        Connection connection = DriverManager.getConnection(Objects.requireNonNull(urls.get(sample)), "sa", "");
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET SCHEMA \"" + sample + "\"");
        }
        return connection;
    }

    static List<String> tables(Connection source) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (ResultSet rows = source.getMetaData().getTables(null, null, "%", new String[] {"TABLE"})) {
            while (rows.next()) {
                tables.add(rows.getString("TABLE_NAME"));
            }
        }
        return tables;
    }

    /** Called by the migrations that copy rows, one after another on one thread. */
    void count(long rows) {
        rowsRead += rows;
    }

    long rowsRead() {
        return rowsRead;
    }

    @Override
    public void close() throws SQLException {
        for (Connection connection : open) {
            connection.close();
        }
    }
}
