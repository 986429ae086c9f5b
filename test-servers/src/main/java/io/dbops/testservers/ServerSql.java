package io.dbops.testservers;

import io.dbops.testservers.ServerKind.Family;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** The administrator's statements. */
final class ServerSql {
    private ServerSql() {}

    static String version(DataSource admin) throws SQLException {
        try (Connection connection = admin.getConnection()) {
            return connection.getMetaData().getDatabaseProductVersion();
        }
    }

    static String queryForText(DataSource admin, String sql) throws SQLException {
        try (Connection connection = admin.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }

    static void createDatabase(DataSource admin, String name) {
        execute(admin, "CREATE DATABASE " + name);
    }

    static void dropDatabase(DataSource admin, Family family, String name) {
        try (Connection connection = admin.getConnection()) {
            dropDatabase(connection, family, name);
        } catch (SQLException e) {
            throw failed("DROP DATABASE " + name, admin, e);
        }
    }

    /** Whoever uses it, on PostgreSQL. */
    static void dropDatabase(Connection connection, Family family, String name) throws SQLException {
        if (family == Family.POSTGRESQL) {
            dropReplicationSlots(connection, name);
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("DROP DATABASE IF EXISTS " + name + (family == Family.POSTGRESQL ? " WITH (FORCE)" : ""));
        }
    }

    /** A logical slot, which outlives its sessions, would keep the database from being dropped. */
    private static void dropReplicationSlots(Connection connection, String database) throws SQLException {
        String sql = "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots"
                + " WHERE database = ? AND NOT active";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, database);
            statement.execute();
        }
    }

    private static void execute(DataSource admin, String sql) {
        try (Connection connection = admin.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw failed(sql, admin, e);
        }
    }

    private static IllegalStateException failed(String sql, DataSource admin, SQLException cause) {
        return new IllegalStateException(sql + " failed on " + admin + ": " + cause.getMessage(), cause);
    }
}
