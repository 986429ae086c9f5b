package io.dbops.postgresql.snapshot;

import io.dbops.spi.snapshot.SchemaItem;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What definitions name that a restore does not make: roles of row policies, and the files of extensions. */
final class NeededObjects {

    private static final String NAME = "(?:\"(?:[^\"]|\"\")+\"|[a-z_][a-z0-9_$]*)";

    /** As this strategy writes them. */
    private static final Pattern POLICY = Pattern.compile(
            "CREATE POLICY " + NAME + " ON " + NAME + "\\." + NAME + " AS (?:PERMISSIVE|RESTRICTIVE) FOR [A-Z]+ TO ("
                    + NAME + "(?:, " + NAME + ")*)(?: .*)?",
            Pattern.DOTALL);

    private static final Pattern ROLE = Pattern.compile(NAME);

    private final Map<String, String> roles = new TreeMap<>();
    private final Map<String, String> extensions = new TreeMap<>();

    private NeededObjects() {}

    static NeededObjects of(List<SchemaItem> definitions) {
        NeededObjects needed = new NeededObjects();
        for (SchemaItem item : definitions) {
            if (item.kind().equals("extension")) {
                needed.extensions.put(item.name(), "");
            } else if (item.kind().equals("policy")) {
                needed.policy(item);
            }
        }
        return needed;
    }

    private void policy(SchemaItem item) {
        Matcher policy = POLICY.matcher(item.sql());
        if (!policy.matches()) {
            return;
        }
        Matcher role = ROLE.matcher(policy.group(1));
        while (role.find()) {
            roles.putIfAbsent(unquoted(role.group()), item.name());
        }
    }

    private static String unquoted(String name) {
        return name.startsWith("\"") ? name.substring(1, name.length() - 1).replace("\"\"", "\"") : name;
    }

    /** One sentence for each that the connection's server does not have. */
    List<String> missing(Connection connection) throws SQLException {
        List<String> missing = new ArrayList<>();
        for (String role : absent(connection, "pg_catalog.pg_roles", "rolname", roles)) {
            missing.add("Role " + role + " is missing on the target; policy " + roles.get(role) + " names it.");
        }
        for (String extension : absent(connection, "pg_catalog.pg_available_extensions", "name", extensions)) {
            missing.add("Extension " + extension + " is not available on the target.");
        }
        return missing;
    }

    private static List<String> absent(Connection connection, String catalog, String column, Map<String, String> names)
            throws SQLException {
        List<String> absent = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement("SELECT w FROM pg_catalog.unnest(?) w WHERE NOT"
                + " EXISTS (SELECT 1 FROM " + catalog + " c WHERE c." + column + " = w) ORDER BY 1")) {
            statement.setArray(
                    1, connection.createArrayOf("text", names.keySet().toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    absent.add(rows.getString(1));
                }
            }
        }
        return absent;
    }
}
