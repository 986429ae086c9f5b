package io.dbops.mysql.snapshot;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.mysql.server.Product;
import io.dbops.mysql.server.Quoting;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What tells one object from another of the same name: InnoDB's table id, which a rename carries along and a rebuild
 * replaces; the time of creation; the definition. Immutable.
 */
final class Fingerprints {

    private static final Pattern COUNTER = Pattern.compile(" AUTO_INCREMENT=[0-9]+");

    /** InnoDB's own catalogue refuses users without PROCESS. */
    private static final int ACCESS_DENIED = 1227;

    private final Map<String, String> byName;

    private Fingerprints(Map<String, String> byName) {
        this.byName = byName;
    }

    static Fingerprints read(Catalogue catalogue, Connection connection, Product product) throws SQLException {
        Map<String, String> all = new TreeMap<>();
        catalogue.query(
                "SELECT TABLE_NAME, TABLE_TYPE, ENGINE, CREATE_TIME FROM information_schema.TABLES"
                        + " WHERE TABLE_SCHEMA = ?",
                row -> {
                    String type = row.getString(2);
                    all.put(
                            "table " + row.getString(1),
                            type + " " + row.getString(3) + " "
                                    + (type.equals("SEQUENCE") || type.equals("VIEW") ? "" : row.getString(4)));
                });
        for (String table : catalogue.names("BASE TABLE", "SYSTEM VERSIONED", "SEQUENCE", "VIEW")) {
            all.merge("table " + table, definition(connection, table), (a, b) -> a + "\n" + b);
        }
        catalogue.query(
                "SELECT TRIGGER_NAME, CREATED, EVENT_OBJECT_TABLE, ACTION_STATEMENT FROM information_schema.TRIGGERS"
                        + " WHERE TRIGGER_SCHEMA = ?",
                row -> all.put(
                        "trigger " + row.getString(1),
                        row.getString(2) + " " + row.getString(3) + " " + row.getString(4)));
        catalogue.query(
                "SELECT ROUTINE_TYPE, ROUTINE_NAME, CREATED, LAST_ALTERED FROM information_schema.ROUTINES"
                        + " WHERE ROUTINE_SCHEMA = ?",
                row -> all.put(
                        row.getString(1).toLowerCase(Locale.ROOT) + " " + row.getString(2),
                        row.getString(3) + " " + row.getString(4)));
        catalogue.query(
                "SELECT EVENT_NAME, CREATED, LAST_ALTERED FROM information_schema.EVENTS WHERE EVENT_SCHEMA = ?",
                row -> all.put("event " + row.getString(1), row.getString(2) + " " + row.getString(3)));
        innodbIds(connection, product, catalogue.database(), all);
        return new Fingerprints(all);
    }

    private static String definition(Connection connection, String table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW CREATE TABLE " + Quoting.identifier(table))) {
            row.next();
            return COUNTER.matcher(Objects.requireNonNullElse(row.getString(2), ""))
                    .replaceFirst("");
        }
    }

    private static void innodbIds(Connection connection, Product product, String database, Map<String, String> all)
            throws SQLException {
        Optional<String> prefix = fileName(database);
        if (prefix.isPresent()) {
            all.putAll(
                    innodbIds(connection, product, "NAME LIKE '" + prefix.get().replace("_", "\\_") + "/%'"));
        }
    }

    /** Partitions are tables of their own there. Tables of a running ALTER and of full-text indexes come and go. */
    private static Map<String, String> innodbIds(Connection connection, Product product, String condition)
            throws SQLException {
        String source = product == Product.MARIADB ? "INNODB_SYS_TABLES" : "INNODB_TABLES";
        Map<String, String> ids = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT NAME, TABLE_ID FROM information_schema." + source + " WHERE " + condition)) {
            while (rows.next()) {
                String name = rows.getString(1);
                String own = name.substring(name.indexOf('/') + 1);
                if (!own.toLowerCase(Locale.ROOT).startsWith("fts_") && !own.startsWith("#sql")) {
                    ids.put("stored table " + name.replace('/', '.'), rows.getString(2));
                }
            }
        } catch (SQLException e) {
            if (e.getErrorCode() != ACCESS_DENIED) {
                throw e;
            }
        }
        return ids;
    }

    /** InnoDB spells names like files; how it spells what is not ASCII is not worth repeating here. */
    private static Optional<String> fileName(String name) {
        StringBuilder text = new StringBuilder();
        for (char c : name.toCharArray()) {
            if (c >= 0x80) {
                return Optional.empty();
            }
            boolean plain = c == '_' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
            text.append(plain ? String.valueOf(c) : String.format(Locale.ROOT, "@%04x", (int) c));
        }
        return Optional.of(text.toString());
    }

    /**
     * Looks at one table again, while a statement of the same transaction keeps others from replacing it: a table that was
     * swapped only for the time of reading would look unchanged later.
     */
    void requireSame(Catalogue catalogue, Connection connection, Product product, String table) throws SQLException {
        Optional<String> schema = fileName(catalogue.database());
        Optional<String> name = fileName(table);
        if (schema.isPresent() && name.isPresent()) {
            String stored = schema.get() + "/" + name.get();
            innodbIds(connection, product, "NAME = '" + stored + "'").forEach((key, id) -> {
                if (!id.equals(byName.get(key))) {
                    throw torn("table " + table, "was altered or replaced");
                }
            });
        }
    }

    /**
     * Compares.
     *
     * @throws DbOpsException with code {@code BACKUP_TORN}, naming what was created, dropped or replaced
     */
    void requireSame(Fingerprints later) {
        TreeSet<String> names = new TreeSet<>(byName.keySet());
        names.addAll(later.byName.keySet());
        for (String name : names) {
            @Nullable String before = byName.get(name);
            @Nullable String after = later.byName.get(name);
            if (!Objects.equals(before, after)) {
                throw torn(
                        name,
                        before == null ? "was created" : after == null ? "was dropped" : "was altered or replaced");
            }
        }
    }

    static DbOpsException torn(String object, String what) {
        return DbOpsException.of(ErrorCode.BACKUP_TORN, object + " " + what + " while the backup ran")
                .with("object", object)
                .hint("Take the backup again while no definitions are changed.")
                .build();
    }
}
