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

/** What definitions name that a restore does not make: roles, and the files of extensions. */
final class NeededObjects {

    private final Map<String, String> roles = new TreeMap<>();
    private final Map<String, String> owners = new TreeMap<>();
    private final Map<String, String> extensions = new TreeMap<>();

    private NeededObjects() {}

    static NeededObjects of(List<SchemaItem> definitions) {
        NeededObjects needed = new NeededObjects();
        for (SchemaItem item : definitions) {
            if (item.kind().equals("extension")) {
                needed.extensions.put(item.name(), "");
            }
            for (String role : RoleNames.of(item)) {
                String who = item.kind() + (item.kind().equals("policy") ? " " : " of ") + item.name();
                needed.roles.putIfAbsent(role, who);
                if (item.kind().equals("owner")) {
                    needed.owners.putIfAbsent(role, who);
                }
            }
        }
        return needed;
    }

    /** One sentence for each that the connection's server does not have, or that its role may not make an owner. */
    List<String> missing(Connection connection) throws SQLException {
        List<String> missing = new ArrayList<>();
        for (String role : absent(connection, "pg_catalog.pg_roles c WHERE c.rolname = w", roles)) {
            missing.add("Role " + role + " is missing on the target: " + roles.get(role)
                    + " names it. Create it, or restore with other owners.");
            owners.remove(role);
        }
        // A role of the server, such as pg_database_owner, has no members that could be asked for.
        String may = "(SELECT 1 WHERE (SELECT r.rolsuper FROM pg_catalog.pg_roles r WHERE r.rolname = current_user)"
                + " OR pg_catalog.pg_has_role(w, 'MEMBER')) c WHERE true";
        for (String role : absent(connection, may, owners)) {
            missing.add("The restoring role is no member of role " + role + ", so it cannot set the " + owners.get(role)
                    + ". Grant it, or restore with other owners.");
        }
        for (String extension :
                absent(connection, "pg_catalog.pg_available_extensions c WHERE c.name = w", extensions)) {
            missing.add("Extension " + extension + " is not available on the target.");
        }
        return missing;
    }

    /** The names {@code w} for which there is no such row. */
    private static List<String> absent(Connection connection, String rows, Map<String, String> names)
            throws SQLException {
        List<String> absent = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT w FROM pg_catalog.unnest(?) w WHERE NOT EXISTS (SELECT 1 FROM " + rows + ") ORDER BY 1")) {
            statement.setArray(
                    1, connection.createArrayOf("text", names.keySet().toArray()));
            try (ResultSet found = statement.executeQuery()) {
                while (found.next()) {
                    absent.add(found.getString(1));
                }
            }
        }
        return absent;
    }
}
