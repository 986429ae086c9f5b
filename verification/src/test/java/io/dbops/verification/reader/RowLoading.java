package io.dbops.verification.reader;

import io.dbops.verification.reader.RepositoryReader.Rows;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import org.postgresql.PGConnection;

/** Gives rows to a database in the ways that the pages name. */
public final class RowLoading {

    private static final Set<String> CONVERTED = Set.of("enum", "set", "json", "uuid", "inet4", "inet6");

    private RowLoading() {}

    public static void copy(Connection connection, Rows rows) throws SQLException, IOException {
        StringJoiner columns = new StringJoiner("\", \"", "\"", "\"");
        rows.columns().forEach(each -> columns.add(each.replace("\"", "\"\"")));
        connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn(
                        "COPY \"" + rows.schema() + "\".\"" + rows.table() + "\" (" + columns + ") FROM STDIN",
                        new ByteArrayInputStream(rows.text()));
    }

    public static void inserts(Connection connection, Rows rows) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String line : new String(rows.text(), StandardCharsets.UTF_8).split("\n")) {
                if (!line.isEmpty()) {
                    statement.execute(line);
                }
            }
        }
    }

    /** The session settings of mysql-tsv.md. */
    public static void session(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET sql_mode = 'STRICT_ALL_TABLES,NO_AUTO_VALUE_ON_ZERO,ALLOW_INVALID_DATES',"
                    + " time_zone = '+00:00', foreign_key_checks = 0");
        }
    }

    public static void loadData(Connection connection, Rows rows, Path scratch) throws SQLException, IOException {
        Map<String, String> types = types(connection, rows.table());
        StringJoiner fields = new StringJoiner(", ");
        StringJoiner set = new StringJoiner(", ");
        for (int i = 0; i < rows.columns().size(); i++) {
            String column = rows.columns().get(i);
            String type = types.getOrDefault(column, "");
            fields.add("@v" + i);
            String value = type.equals("bit")
                    ? "CAST(@v" + i + " AS UNSIGNED)"
                    : CONVERTED.contains(type) ? "CONVERT(@v" + i + " USING utf8mb4)" : "@v" + i;
            set.add("`" + column + "` = " + value);
        }
        Files.write(scratch, rows.text());
        try (Statement statement = connection.createStatement()) {
            statement.execute("LOAD DATA LOCAL INFILE '" + scratch + "' INTO TABLE `" + rows.table()
                    + "` CHARACTER SET binary FIELDS TERMINATED BY '\\t' ESCAPED BY '\\\\' LINES TERMINATED BY '\\n' ("
                    + fields + ") SET " + set);
            try (ResultSet warning = statement.executeQuery("SHOW WARNINGS")) {
                RefusedException.unless(!warning.next(), "a chunk was not loaded as it is");
            }
        }
    }

    private static Map<String, String> types(Connection connection, String table) throws SQLException {
        Map<String, String> types = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement("SELECT column_name, data_type"
                + " FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = ?")) {
            select.setString(1, table);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    types.put(row.getString(1), row.getString(2).toLowerCase(Locale.ROOT));
                }
            }
        }
        return types;
    }
}
