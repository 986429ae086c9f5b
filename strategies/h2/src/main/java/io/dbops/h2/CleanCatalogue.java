package io.dbops.h2;

import io.dbops.migration.SchemaObject;
import io.dbops.value.QualifiedName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What the schemas of an H2 database hold, and what names what, as INFORMATION_SCHEMA tells it. */
final class CleanCatalogue {

    /**
     * Something that is dropped by its own name.
     *
     * @param kind lower case, as DROP takes it, but {@code linked table}
     */
    record Item(String kind, QualifiedName name) {

        SchemaObject object() {
            return new SchemaObject(kind, name.schema(), name.name());
        }

        String identity() {
            return Identifiers.quote(name);
        }

        /** What keeps the rows of a materialized view, and is named in its stead by whoever reads it. */
        QualifiedName rows() {
            return kind.equals("materialized view") ? new QualifiedName(name.schema(), name.name() + "$1") : name;
        }

        boolean isTable() {
            return kind.endsWith("table");
        }
    }

    /** Somebody who names objects: by SQL that is printed with every name quoted, or by one such name. */
    record User(String what, QualifiedName name, String sql) {}

    private static final String ITEMS = """
            SELECT CASE WHEN TABLE_CLASS LIKE '%.MaterializedView' THEN 'materialized view' WHEN TABLE_TYPE = 'VIEW' THEN 'view'
              WHEN TABLE_CLASS LIKE '%.TableLink' THEN 'linked table' ELSE 'table' END, TABLE_SCHEMA, TABLE_NAME
              FROM INFORMATION_SCHEMA.TABLES T
              -- what a materialized view keeps its rows in is dropped with it
              WHERE NOT EXISTS (SELECT 1 FROM INFORMATION_SCHEMA.TABLES M WHERE M.TABLE_SCHEMA = T.TABLE_SCHEMA
                AND M.TABLE_CLASS LIKE '%.MaterializedView' AND T.TABLE_NAME = M.TABLE_NAME || '$1')
            UNION SELECT 'synonym', SYNONYM_SCHEMA, SYNONYM_NAME FROM INFORMATION_SCHEMA.SYNONYMS
            UNION SELECT 'sequence', SEQUENCE_SCHEMA, SEQUENCE_NAME FROM INFORMATION_SCHEMA.SEQUENCES
            UNION SELECT 'domain', DOMAIN_SCHEMA, DOMAIN_NAME FROM INFORMATION_SCHEMA.DOMAINS
            UNION SELECT 'constant', CONSTANT_SCHEMA, CONSTANT_NAME FROM INFORMATION_SCHEMA.CONSTANTS
            UNION SELECT CASE ROUTINE_TYPE WHEN 'AGGREGATE' THEN 'aggregate' ELSE 'alias' END, ROUTINE_SCHEMA, ROUTINE_NAME
              FROM INFORMATION_SCHEMA.ROUTINES
            ORDER BY 2, 3""";

    private static final String USERS = """
            SELECT 'view', TABLE_SCHEMA, TABLE_NAME, VIEW_DEFINITION FROM INFORMATION_SCHEMA.VIEWS
            UNION ALL SELECT 'column', TABLE_SCHEMA, TABLE_NAME || '.' || COLUMN_NAME,
              CONCAT_WS(' ', COLUMN_DEFAULT, GENERATION_EXPRESSION, COLUMN_ON_UPDATE,
                QUOTE_IDENT(DOMAIN_SCHEMA) || '.' || QUOTE_IDENT(DOMAIN_NAME)) FROM INFORMATION_SCHEMA.COLUMNS
            UNION ALL SELECT 'domain', DOMAIN_SCHEMA, DOMAIN_NAME, CONCAT_WS(' ', DOMAIN_DEFAULT, DOMAIN_ON_UPDATE,
                QUOTE_IDENT(PARENT_DOMAIN_SCHEMA) || '.' || QUOTE_IDENT(PARENT_DOMAIN_NAME)) FROM INFORMATION_SCHEMA.DOMAINS
            UNION ALL SELECT 'check', CONSTRAINT_SCHEMA, CONSTRAINT_NAME, CHECK_CLAUSE
              FROM INFORMATION_SCHEMA.CHECK_CONSTRAINTS
            UNION ALL SELECT 'synonym', SYNONYM_SCHEMA, SYNONYM_NAME,
                QUOTE_IDENT(SYNONYM_FOR_SCHEMA) || '.' || QUOTE_IDENT(SYNONYM_FOR) FROM INFORMATION_SCHEMA.SYNONYMS
            UNION ALL SELECT 'foreign key', R.CONSTRAINT_SCHEMA, R.CONSTRAINT_NAME,
                QUOTE_IDENT(U.TABLE_SCHEMA) || '.' || QUOTE_IDENT(U.TABLE_NAME)
              FROM INFORMATION_SCHEMA.REFERENTIAL_CONSTRAINTS R JOIN INFORMATION_SCHEMA.TABLE_CONSTRAINTS U
                ON U.CONSTRAINT_SCHEMA = R.UNIQUE_CONSTRAINT_SCHEMA AND U.CONSTRAINT_NAME = R.UNIQUE_CONSTRAINT_NAME
            ORDER BY 2, 3, 1""";

    private static final String OWNERS = """
            SELECT SCHEMA_NAME, SCHEMA_OWNER, SCHEMA_OWNER = CURRENT_USER
              OR (SELECT IS_ADMIN FROM INFORMATION_SCHEMA.USERS WHERE USER_NAME = CURRENT_USER)
              OR EXISTS (SELECT 1 FROM INFORMATION_SCHEMA.RIGHTS
                WHERE GRANTEE = CURRENT_USER AND RIGHTS LIKE '%ALTER ANY SCHEMA%')
            FROM INFORMATION_SCHEMA.SCHEMATA""";

    private final List<Item> items = new ArrayList<>();
    private final List<QualifiedName> materializedElsewhere = new ArrayList<>();
    private final List<User> users = new ArrayList<>();
    private final Map<String, String> ownedByOthers = new TreeMap<>();
    private final Map<String, String> owners = new LinkedHashMap<>();

    private CleanCatalogue() {}

    static CleanCatalogue read(Connection connection, Set<String> schemas) throws SQLException {
        CleanCatalogue catalogue = new CleanCatalogue();
        try (Statement statement = connection.createStatement()) {
            try (ResultSet rows = statement.executeQuery(OWNERS)) {
                while (rows.next()) {
                    catalogue.owners.put(rows.getString(1), rows.getString(2));
                    if (!rows.getBoolean(3)) {
                        catalogue.ownedByOthers.put(rows.getString(1), rows.getString(2));
                    }
                }
            }
            try (ResultSet rows = statement.executeQuery(ITEMS)) {
                while (rows.next()) {
                    if (schemas.contains(rows.getString(2))) {
                        catalogue.items.add(
                                new Item(rows.getString(1), new QualifiedName(rows.getString(2), rows.getString(3))));
                    }
                }
            }
            try (ResultSet rows = statement.executeQuery(USERS)) {
                while (rows.next()) {
                    String sql = rows.getString(4);
                    if (sql != null && !sql.isEmpty()) {
                        QualifiedName name = new QualifiedName(rows.getString(2), rows.getString(3));
                        catalogue.users.add(new User(rows.getString(1), name, sql));
                    }
                }
            }
        }
        return catalogue;
    }

    /** In the order of names. */
    List<Item> items() {
        return items;
    }

    /** Materialized views of other schemas, of which H2 does not tell what they read. */
    List<QualifiedName> materializedElsewhere() {
        return materializedElsewhere;
    }

    /** Of every schema. */
    List<User> users() {
        return users;
    }

    boolean hasSchema(String name) {
        return owners.containsKey(name);
    }

    /** The owners of schemas that this user may not change. */
    Map<String, String> ownedByOthers() {
        return ownedByOthers;
    }
}
