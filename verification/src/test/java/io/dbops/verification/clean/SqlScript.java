package io.dbops.verification.clean;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Statements of a resource, parted by lines that begin with {@code --;} and may say something of the statement that follows. */
record SqlScript(List<Entry> entries) {

    /** A statement and what the line before it says. */
    record Entry(String tag, String sql) {}

    static SqlScript read(String name, Map<String, String> names) {
        String text;
        try (InputStream in = Objects.requireNonNull(
                SqlScript.class.getResourceAsStream("/clean/" + name + ".sql"), () -> "no script " + name)) {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (Map.Entry<String, String> each : names.entrySet()) {
            text = text.replace("{" + each.getKey() + "}", each.getValue());
        }
        List<Entry> entries = new ArrayList<>();
        for (String part : ("--;\n" + text).split("(?m)^--;")) {
            int end = part.indexOf('\n');
            String sql = end < 0 ? "" : part.substring(end).strip();
            if (!sql.isEmpty() && !sql.matches("-- [^\n]*")) {
                entries.add(new Entry(part.substring(0, end).strip(), sql));
            }
        }
        return new SqlScript(entries);
    }

    static void execute(Connection connection, String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql + ": " + e.getMessage(), e);
        }
    }
}
