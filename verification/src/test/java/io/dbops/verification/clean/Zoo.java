package io.dbops.verification.clean;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dbops.migration.CleanOptions;
import io.dbops.testservers.Availability;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.ServerKind.Family;
import io.dbops.testservers.TestDatabase;
import io.dbops.testservers.TestServers;
import io.dbops.verification.clean.SqlScript.Entry;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.sql.DataSource;

/**
 * A database whose current schema can be filled with every kind of object, and other schemas beside it that are there from
 * the beginning: with look-alikes, and with what the objects of the current schema use.
 */
final class Zoo implements AutoCloseable {

    private final ServerKind kind;
    private final TestDatabase database;
    private final TestDatabase neighbour;
    private final Connection far;
    private final Connection anchor;
    private final Map<String, String> names;

    private Zoo(ServerKind kind, TestDatabase database, TestDatabase neighbour, Connection far, Connection anchor) {
        this.kind = kind;
        this.anchor = anchor;
        this.database = database;
        this.neighbour = neighbour;
        this.far = far;
        this.names = Map.of("ours", database.name(), "other", neighbour.name(), "remote", database.name() + "_far");
    }

    /** With the neighbours, and an empty current schema. */
    static Zoo open(ServerKind kind) throws SQLException {
        Availability availability = TestServers.availability(kind);
        assumeTrue(availability.available(), availability::toString);
        TestDatabase database = TestServers.server(kind).createDatabase();
        TestDatabase neighbour = TestServers.server(kind).createDatabase();
        Connection far = DriverManager.getConnection("jdbc:h2:mem:" + database.name() + "_far", "sa", "");
        SqlScript.execute(far, "CREATE TABLE FAR (id INT)");
        SqlScript.execute(far, "INSERT INTO FAR VALUES (1)");
        // H2 forgets its materialized views when the last connection closes
        Zoo zoo = new Zoo(kind, database, neighbour, far, database.dataSource().getConnection());
        if (zoo.isMySqlFamily()) {
            zoo.execute("CREATE DATABASE " + zoo.lookAlike());
            zoo.execute("CREATE TABLE " + zoo.lookAlike() + ".plain (id INT)");
        }
        zoo.run("-neighbour");
        return zoo;
    }

    private boolean isMySqlFamily() {
        return kind.family() == Family.MYSQL || kind.family() == Family.MARIADB;
    }

    private String script() {
        return kind.family() == Family.POSTGRESQL ? "postgresql" : isMySqlFamily() ? "mysql" : "h2";
    }

    private String lookAlike() {
        return database.name().toUpperCase(Locale.ROOT);
    }

    /** Creates every kind of object in the current schema. */
    void fill() throws SQLException {
        run("");
    }

    private void run(String suffix) throws SQLException {
        try (Connection connection = source().getConnection()) {
            for (Entry entry : SqlScript.read(script() + suffix, names).entries()) {
                if (applies(entry.tag())) {
                    SqlScript.execute(connection, entry.sql());
                }
            }
        }
    }

    private boolean applies(String tag) {
        if (tag.startsWith("since ")) {
            return Integer.parseInt(kind.series()) >= Integer.parseInt(tag.substring(6));
        }
        return tag.isEmpty() || tag.equalsIgnoreCase(kind.family().name());
    }

    /** Statements that make something outside depend on the zoo; each with the name of that something. */
    List<Entry> dependants() {
        return SqlScript.read(script() + "-dependants", names).entries().stream()
                .filter(entry ->
                        !entry.tag().contains(";") || applies(entry.tag().split(";")[1]))
                .map(entry -> new Entry(entry.tag().split(";")[0], entry.sql()))
                .toList();
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = source().getConnection()) {
            SqlScript.execute(connection, sql);
        }
    }

    String query(String sql) throws SQLException {
        try (Connection connection = source().getConnection()) {
            return query(connection, sql);
        }
    }

    static String query(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    TestDatabase database() {
        return database;
    }

    DataSource source() {
        return database.dataSource();
    }

    /** The current schema. */
    String schema() {
        return switch (kind.family()) {
            case POSTGRESQL -> "public";
            case H2 -> "PUBLIC";
            default -> database.name();
        };
    }

    /** The name of the schema beside it. */
    String other() {
        return isMySqlFamily() ? neighbour.name() : "other";
    }

    /** Everything that the server's catalogues say, of the current schema and of all others. */
    List<String> catalogue() throws SQLException {
        try (Connection connection = source().getConnection()) {
            return switch (kind.family()) {
                case POSTGRESQL -> Catalogues.postgresql(connection);
                case H2 -> Catalogues.h2(connection);
                default ->
                    Catalogues.mysql(
                            connection,
                            List.of(database.name(), neighbour.name(), lookAlike()),
                            kind.family() == Family.MARIADB);
            };
        }
    }

    /** Allows what is meant. */
    CleanOptions allowed() throws SQLException {
        return allow(schema());
    }

    CleanOptions allow(String schema) throws SQLException {
        return switch (kind.family()) {
            case POSTGRESQL ->
                CleanOptions.builder()
                        .allow(query("SELECT current_database()"), schema)
                        .build();
            case H2 ->
                CleanOptions.builder().allow(query("SELECT DATABASE()"), schema).build();
            default -> CleanOptions.builder().allow(schema).build();
        };
    }

    /** Rows that are not ours: in the neighbour, and where the linked table leads. */
    String foreignRows() throws SQLException {
        return query("SELECT name FROM " + other() + ".keep WHERE id = 1") + " "
                + query(far, "SELECT COUNT(*) FROM FAR");
    }

    @Override
    public void close() throws SQLException {
        try (neighbour;
                database;
                far;
                anchor) {
            if (isMySqlFamily()) {
                // keys lead from each to the other
                for (String sql : List.of(
                        "SET foreign_key_checks = 0",
                        "DROP DATABASE " + lookAlike(),
                        "DROP DATABASE " + neighbour.name(),
                        "DROP DATABASE " + database.name())) {
                    SqlScript.execute(anchor, sql);
                }
            }
        }
    }
}
