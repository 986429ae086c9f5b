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
        if (family == Family.POSTGRESQL) {
            dropReplicationSlots(admin, name);
            execute(admin, "DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
        } else {
            execute(admin, "DROP DATABASE IF EXISTS " + name);
        }
    }

    /** A logical slot, which outlives its sessions, would keep the database from being dropped. */
    private static void dropReplicationSlots(DataSource admin, String database) {
        String sql = "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots"
                + " WHERE database = ? AND NOT active";
        try (Connection connection = admin.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, database);
            statement.execute();
        } catch (SQLException e) {
            throw failed(sql, admin, e);
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
