package io.dbops.h2;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.snapshot.Omissions;
import io.dbops.spi.snapshot.SnapshotScope;
import io.dbops.value.QualifiedName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Questions to INFORMATION_SCHEMA. */
final class H2Catalogue {

    /**
     * A column that a row of a backup holds.
     *
     * @param name its name
     * @param type its INFORMATION_SCHEMA data type
     * @param alwaysIdentity whether an INSERT must override the identity
     */
    record Column(String name, String type, boolean alwaysIdentity) {}

    private H2Catalogue() {}

    /** Fails for schemas that are not there. */
    static void requireSchemas(Connection connection, Set<String> schemas) throws SQLException {
        Set<String> missing = new TreeSet<>(schemas);
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT SCHEMA_NAME FROM INFORMATION_SCHEMA.SCHEMATA")) {
            while (rows.next()) {
                missing.remove(rows.getString(1));
            }
        }
        if (!missing.isEmpty()) {
            throw DbOpsException.of(ErrorCode.CONFIGURATION, "the database has no schema " + missing + " to back up")
                    .hint("Name schemas exactly as the catalogue spells them.")
                    .build();
        }
    }

    static List<QualifiedName> tables(Connection connection, Set<String> schemas) throws SQLException {
        List<QualifiedName> tables = new ArrayList<>();
        String query = "SELECT TABLE_SCHEMA, TABLE_NAME FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_TYPE = 'BASE TABLE'"
                + " AND TABLE_SCHEMA <> 'INFORMATION_SCHEMA' AND STORAGE_TYPE IN ('CACHED', 'MEMORY')"
                + " ORDER BY TABLE_SCHEMA, TABLE_NAME";
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                if (schemas.isEmpty() || schemas.contains(rows.getString(1))) {
                    tables.add(new QualifiedName(rows.getString(1), rows.getString(2)));
                }
            }
        }
        return tables;
    }

    /** The columns of a table in order, without generated ones. */
    static List<Column> columns(Connection connection, QualifiedName table) throws SQLException {
        String query = "SELECT COLUMN_NAME, DATA_TYPE, IDENTITY_GENERATION FROM INFORMATION_SCHEMA.COLUMNS"
                + " WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? AND IS_GENERATED = 'NEVER' ORDER BY ORDINAL_POSITION";
        List<Column> columns = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, table.schema());
            statement.setString(2, table.name());
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    columns.add(new Column(rows.getString(1), rows.getString(2), "ALWAYS".equals(rows.getString(3))));
                }
            }
        }
        return columns;
    }

    /** Why these schemas cannot be wholly read. */
    static List<String> faults(Connection connection, SnapshotScope scope) throws SQLException {
        Set<String> schemas = scope.schemas();
        String query = "SELECT TABLE_SCHEMA, TABLE_NAME, COLUMN_NAME, DATA_TYPE FROM INFORMATION_SCHEMA.COLUMNS"
                + " WHERE DATA_TYPE = 'ROW' AND TABLE_SCHEMA <> 'INFORMATION_SCHEMA'";
        List<String> faults = new ArrayList<>();
        if (!isAdministrator(connection)) {
            faults.add("the user has no ADMIN right, without which H2 hides tables and writes no definitions");
        }
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                if (schemas.isEmpty() || schemas.contains(rows.getString(1))) {
                    faults.add("column " + rows.getString(1) + "." + rows.getString(2) + "." + rows.getString(3)
                            + " has type " + rows.getString(4) + ", which is not captured");
                }
            }
        }
        faults.addAll(omissions(connection, scope).faults());
        return faults;
    }

    /** What exists and no script of this strategy holds. */
    static Omissions omissions(Connection connection, SnapshotScope scope) throws SQLException {
        Omissions omissions = new Omissions(scope);
        String linked = "SELECT TABLE_SCHEMA, TABLE_NAME FROM INFORMATION_SCHEMA.TABLES"
                + " WHERE STORAGE_TYPE NOT IN ('CACHED', 'MEMORY') AND TABLE_TYPE = 'BASE TABLE'";
        String accounts = "SELECT 'user ' || USER_NAME FROM INFORMATION_SCHEMA.USERS WHERE USER_NAME <> CURRENT_USER"
                + " UNION ALL SELECT 'role ' || ROLE_NAME FROM INFORMATION_SCHEMA.ROLES WHERE ROLE_NAME <> 'PUBLIC'";
        try (Statement statement = connection.createStatement()) {
            try (ResultSet rows = statement.executeQuery(linked)) {
                while (rows.next()) {
                    if (scope.schemas().isEmpty() || scope.schemas().contains(rows.getString(1))) {
                        omissions.add(
                                "rows of table " + rows.getString(1) + "." + rows.getString(2), "they lie elsewhere");
                    }
                }
            }
            try (ResultSet rows = statement.executeQuery(accounts)) {
                while (rows.next() && scope.schemas().isEmpty()) {
                    omissions.add(rows.getString(1), "with its rights");
                }
            }
        }
        return omissions;
    }

    static boolean isAdministrator(Connection connection) throws SQLException {
        String query = "SELECT IS_ADMIN FROM INFORMATION_SCHEMA.USERS WHERE USER_NAME = CURRENT_USER";
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            return row.next() && row.getBoolean(1);
        }
    }

    /** What a schema holds, each as {@code kind name}. */
    static List<String> contents(Connection connection, String schema) throws SQLException {
        String query = "SELECT 'table', TABLE_NAME FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_SCHEMA = ?1"
                + " UNION ALL SELECT 'sequence', SEQUENCE_NAME FROM INFORMATION_SCHEMA.SEQUENCES WHERE SEQUENCE_SCHEMA = ?1"
                + " UNION ALL SELECT 'routine', ROUTINE_NAME FROM INFORMATION_SCHEMA.ROUTINES WHERE ROUTINE_SCHEMA = ?1"
                + " UNION ALL SELECT 'domain', DOMAIN_NAME FROM INFORMATION_SCHEMA.DOMAINS WHERE DOMAIN_SCHEMA = ?1"
                + " UNION ALL SELECT 'constant', CONSTANT_NAME FROM INFORMATION_SCHEMA.CONSTANTS WHERE CONSTANT_SCHEMA = ?1";
        List<String> contents = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, schema);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    contents.add(rows.getString(1) + " " + rows.getString(2));
                }
            }
        }
        return contents;
    }

    /** Statements that put every sequence and identity of the schemas where it stands now. */
    static List<String> sequenceStates(Connection connection, Set<String> schemas) throws SQLException {
        List<String> states = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT SEQUENCE_SCHEMA, SEQUENCE_NAME, BASE_VALUE"
                        + " FROM INFORMATION_SCHEMA.SEQUENCES WHERE BASE_VALUE IS NOT NULL ORDER BY 1, 2")) {
            while (rows.next()) {
                if (schemas.isEmpty() || schemas.contains(rows.getString(1))) {
                    QualifiedName name = new QualifiedName(rows.getString(1), rows.getString(2));
                    states.add("ALTER SEQUENCE " + Identifiers.quote(name) + " RESTART WITH " + rows.getLong(3));
                }
            }
        }
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT TABLE_SCHEMA, TABLE_NAME, COLUMN_NAME, IDENTITY_BASE"
                        + " FROM INFORMATION_SCHEMA.COLUMNS WHERE IS_IDENTITY = 'YES' AND IDENTITY_BASE IS NOT NULL"
                        + " ORDER BY 1, 2, 3")) {
            while (rows.next()) {
                if (schemas.isEmpty() || schemas.contains(rows.getString(1))) {
                    QualifiedName table = new QualifiedName(rows.getString(1), rows.getString(2));
                    states.add("ALTER TABLE " + Identifiers.quote(table) + " ALTER COLUMN "
                            + Identifiers.quote(rows.getString(3)) + " RESTART WITH " + rows.getLong(4));
                }
            }
        }
        return states;
    }
}
