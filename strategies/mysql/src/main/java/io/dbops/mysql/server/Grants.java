package io.dbops.mysql.server;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code SHOW GRANTS} says of the current user, active roles included: privileges on everything and on whole
 * databases. Grants on single tables are not counted. Immutable.
 */
public final class Grants {

    private static final Pattern LINE =
            Pattern.compile("(GRANT|REVOKE) (.+?) ON (\\*|`(?:[^`]|``)+`)\\.\\* (?:TO|FROM) .*", Pattern.DOTALL);

    private record Entry(boolean granted, Set<String> privileges, String database) {
        boolean covers(String wanted) {
            return database.equals("*") || matches(database, wanted);
        }

        boolean names(String privilege) {
            return privileges.contains(privilege) || privileges.contains("ALL PRIVILEGES");
        }
    }

    private final List<Entry> entries;

    private Grants(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    /** Asks the server; one round trip. */
    public static Grants of(Connection connection) throws SQLException {
        List<String> lines = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SHOW GRANTS")) {
            while (rows.next()) {
                lines.add(rows.getString(1));
            }
        }
        return parse(lines);
    }

    static Grants parse(List<String> lines) {
        List<Entry> entries = new ArrayList<>();
        for (String line : lines) {
            Matcher matcher = LINE.matcher(line);
            if (matcher.matches()) {
                Set<String> privileges = new TreeSet<>();
                for (String each : matcher.group(2).split(",")) {
                    privileges.add(each.strip().toUpperCase(Locale.ROOT));
                }
                String name = matcher.group(3);
                String database = name.equals("*")
                        ? name
                        : name.substring(1, name.length() - 1).replace("``", "`");
                entries.add(new Entry(matcher.group(1).equals("GRANT"), privileges, database));
            }
        }
        return new Grants(entries);
    }

    /** Whether the user may do that everywhere; only so are administrative privileges held. */
    public boolean global(String privilege) {
        return entries.stream()
                .anyMatch(entry -> entry.granted() && entry.database().equals("*") && entry.names(privilege));
    }

    /** Whether the user may do that with every object of the database; a partial revoke takes it away. */
    public boolean onDatabase(String privilege, String database) {
        boolean revoked = entries.stream()
                .anyMatch(entry -> !entry.granted()
                        && !entry.database().equals("*")
                        && entry.covers(database)
                        && entry.names(privilege));
        return !revoked
                && entries.stream()
                        .anyMatch(entry -> entry.granted() && entry.covers(database) && entry.names(privilege));
    }

    /** Database names in grants are LIKE patterns, without regard to case where the server's names have none. */
    private static boolean matches(String pattern, String name) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '\\' && i + 1 < pattern.length()) {
                regex.append(Pattern.quote(String.valueOf(pattern.charAt(++i))));
            } else if (c == '%') {
                regex.append(".*");
            } else if (c == '_') {
                regex.append('.');
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(name).matches();
    }
}
