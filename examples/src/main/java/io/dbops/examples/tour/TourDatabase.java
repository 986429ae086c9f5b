package io.dbops.examples.tour;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Properties;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The database of the tour, reached through its own schema {@code dbops_tour}. */
final class TourDatabase {

    private static final String SCHEMA = "dbops_tour";

    private enum Product {
        H2,
        POSTGRESQL,
        MYSQL
    }

    private final Product product;
    private final String url;
    private final Properties login;

    private TourDatabase(Product product, String url, Properties login) {
        this.product = product;
        this.url = url;
        this.login = login;
    }

    /** A folder that no earlier tour used. */
    static Path freshFolder() throws IOException {
        Path parent = Path.of(System.getProperty("dbops.tour.folder", "target/dbops-tour"))
                .toAbsolutePath()
                .normalize();
        Files.createDirectories(parent);
        for (int number = 1; ; number++) {
            Path folder = parent.resolve("run-" + number);
            if (!Files.exists(folder)) {
                return Files.createDirectory(folder);
            }
        }
    }

    static TourDatabase fromSystemProperties(Path folder) {
        String url = System.getProperty("dbops.url", "jdbc:h2:" + folder.resolve("database"));
        Properties login = new Properties();
        property("dbops.user", url.startsWith("jdbc:h2:") ? "sa" : null, "user", login);
        property("dbops.password", url.startsWith("jdbc:h2:") ? "" : null, "password", login);
        if (url.startsWith("jdbc:h2:")) {
            return new TourDatabase(Product.H2, url, login);
        }
        if (url.startsWith("jdbc:postgresql:")) {
            login.setProperty("reWriteBatchedInserts", "true");
            return new TourDatabase(Product.POSTGRESQL, url, login);
        }
        if (url.startsWith("jdbc:mysql:") || url.startsWith("jdbc:mariadb:")) {
            login.setProperty("rewriteBatchedStatements", "true");
            login.setProperty("allowLoadLocalInfile", "true");
            return new TourDatabase(Product.MYSQL, url, login);
        }
        throw new IllegalArgumentException("dbops.url must be a JDBC URL of H2, PostgreSQL, MySQL or MariaDB");
    }

    String describe() {
        int cut = url.length();
        for (char mark : new char[] {'?', ';'}) {
            int at = url.indexOf(mark);
            cut = at < 0 ? cut : Math.min(cut, at);
        }
        String shown = url.substring(0, cut);
        // drivers take user and password before the host, in many forms
        return shown.indexOf('@') < 0 ? shown : shown.replaceFirst("^(jdbc:[a-z0-9]+:).*", "$1...");
    }

    String dialectFolder() {
        return product.name().toLowerCase(Locale.ROOT);
    }

    String schema() {
        return SCHEMA;
    }

    /** For {@code BackupOptions.schemas}: the schema of the tour only. */
    String schemas() {
        return SCHEMA;
    }

    /** Connections whose current schema is the tour's. */
    DataSource dataSource() {
        return new SchemaDataSource(this);
    }

    Connection connect() throws SQLException {
        Connection connection = DriverManager.getConnection(url, login);
        try {
            if (product == Product.MYSQL) {
                connection.setCatalog(SCHEMA);
            } else {
                connection.setSchema(SCHEMA);
            }
            return connection;
        } catch (SQLException e) {
            try (connection) {
                throw e;
            }
        }
    }

    /** Creates the tour's schema; refuses one that is already there, for it may be somebody's. */
    void createEmptySchema() throws SQLException {
        if (exists()) {
            throw new IllegalArgumentException("schema " + SCHEMA + " is already there on " + describe()
                    + "; drop it if it is a former tour's, or give another database");
        }
        create();
    }

    /** Drops the tour's own schema with all it holds, and creates it empty. */
    void emptySchema() throws SQLException {
        execute("DROP SCHEMA " + quotedSchema() + (product == Product.MYSQL ? "" : " CASCADE"));
        create();
    }

    /** MariaDB's default character set cannot hold the names of all customers. */
    private void create() throws SQLException {
        execute("CREATE SCHEMA " + quotedSchema() + (product == Product.MYSQL ? " CHARACTER SET utf8mb4" : ""));
    }

    String quote(String identifier) {
        String mark = product == Product.MYSQL ? "`" : "\"";
        return mark + identifier.replace(mark, mark + mark) + mark;
    }

    private String quotedSchema() {
        return quote(SCHEMA);
    }

    private boolean exists() throws SQLException {
        String query = "SELECT 1 FROM information_schema.schemata WHERE schema_name = '" + SCHEMA + "'";
        try (Connection connection = DriverManager.getConnection(url, login);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            return row.next();
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, login);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void property(String system, @Nullable String fallback, String name, Properties login) {
        String value = System.getProperty(system, fallback);
        if (value != null) {
            login.setProperty(name, value);
        }
    }
}
