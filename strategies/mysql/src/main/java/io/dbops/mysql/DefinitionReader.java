package io.dbops.mysql;

import io.dbops.mysql.server.Product;
import io.dbops.mysql.server.Quoting;
import io.dbops.spi.sql.CatalogueEntry;
import io.dbops.spi.sql.CatalogueObject;
import io.dbops.spi.sql.CatalogueReader;
import io.dbops.spi.sql.SqlFailure;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Definitions by SHOW CREATE, one round trip each; accounts from the tables of the schema {@code mysql}. */
final class DefinitionReader implements CatalogueReader {

    /** What inserts move is no change of a definition. */
    private static final Pattern COUNTER = Pattern.compile(" AUTO_INCREMENT=\\d+");

    /** Where accounts and grants are kept ("Grant Tables" in the manuals of MySQL 8.0 and of MariaDB). */
    private static final List<String> MYSQL_ACCOUNTS = List.of(
            "user", "db", "global_grants", "tables_priv", "columns_priv", "procs_priv", "role_edges", "default_roles");

    private static final List<String> MARIADB_ACCOUNTS =
            List.of("global_priv", "db", "tables_priv", "columns_priv", "procs_priv", "roles_mapping");

    private final Product product;

    DefinitionReader(Product product) {
        this.product = product;
    }

    @Override
    public CatalogueEntry read(Connection connection, CatalogueObject object) throws SQLException {
        return switch (object.kind()) {
            case "TABLE", "VIEW", "SEQUENCE" -> show(connection, "TABLE", object);
            case "INDEX" ->
                object.tableOf().isPresent()
                        ? show(connection, "TABLE", object.tableOf().get())
                        : CatalogueEntry.unknown("the statement names no table of the index");
            case "TRIGGER", "PROCEDURE", "FUNCTION", "EVENT", "PACKAGE", "PACKAGE BODY" ->
                show(connection, object.kind(), object);
            case "DATABASE", "SCHEMA" -> query(connection, "SHOW CREATE DATABASE " + Quoting.identifier(object.name()));
            case "USER" -> accounts(connection);
            default -> CatalogueEntry.unknown("SHOW CREATE knows no " + object.kind());
        };
    }

    private static CatalogueEntry show(Connection connection, String kind, CatalogueObject object) throws SQLException {
        String name = object.schemaName()
                        .map(schema -> Quoting.identifier(schema) + ".")
                        .orElse("")
                + Quoting.identifier(object.name());
        return query(connection, "SHOW CREATE " + kind + " " + name);
    }

    private static CatalogueEntry query(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? entry(rows) : CatalogueEntry.absent();
        } catch (SQLException e) {
            return failure(e);
        }
    }

    /** All columns: the body of a routine depends on the sql_mode beside it. */
    private static CatalogueEntry entry(ResultSet row) throws SQLException {
        StringBuilder all = new StringBuilder();
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
            String text = row.getString(i);
            if (text == null) {
                return CatalogueEntry.unknown("the role may not read its definition");
            }
            all.append(text.length()).append(':').append(text).append('\n');
        }
        return CatalogueEntry.of(COUNTER.matcher(all).replaceAll(""));
    }

    private static CatalogueEntry failure(SQLException e) throws SQLException {
        SqlFailure failure = FailureCodes.classify(e);
        if (failure == SqlFailure.NOT_FOUND) {
            return CatalogueEntry.absent();
        }
        if (failure == SqlFailure.PRIVILEGE) {
            return CatalogueEntry.unknown("the role may not read its definition");
        }
        throw e;
    }

    private CatalogueEntry accounts(Connection connection) throws SQLException {
        StringBuilder all = new StringBuilder();
        for (String table : product == Product.MYSQL ? MYSQL_ACCOUNTS : MARIADB_ACCOUNTS) {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT * FROM mysql." + Quoting.identifier(table))) {
                all.append(table).append('\n').append(sorted(rows));
            } catch (SQLException e) {
                if (FailureCodes.classify(e) == SqlFailure.PRIVILEGE) {
                    return CatalogueEntry.unknown("the role may not read mysql." + table);
                }
                throw e;
            }
        }
        return CatalogueEntry.of(all.toString());
    }

    private static String sorted(ResultSet rows) throws SQLException {
        List<String> lines = new ArrayList<>();
        int columns = rows.getMetaData().getColumnCount();
        while (rows.next()) {
            StringBuilder line = new StringBuilder();
            for (int i = 1; i <= columns; i++) {
                line.append(rows.getString(i)).append('\t');
            }
            lines.add(line.append('\n').toString());
        }
        lines.sort(null);
        return String.join("", lines);
    }

    /** The ids that InnoDB gives to the tables that it stores; a table that is emptied or built anew gets another. */
    @Override
    public Optional<String> storage(Connection connection, CatalogueObject table) throws SQLException {
        String view = product == Product.MYSQL ? "INNODB_TABLES" : "INNODB_SYS_TABLES";
        String sql = "SELECT GROUP_CONCAT(TABLE_ID ORDER BY TABLE_ID) FROM information_schema." + view
                + " t, (SELECT CONCAT(COALESCE(?, DATABASE()), '/', ?) AS name) n"
                + " WHERE t.NAME = n.name OR LOWER(LEFT(t.NAME, CHAR_LENGTH(n.name) + 3)) = LOWER(CONCAT(n.name, '#p#'))";
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, table.schemaName().orElse(null));
            query.setString(2, table.name());
            try (ResultSet rows = query.executeQuery()) {
                return rows.next() ? Optional.ofNullable(rows.getString(1)) : Optional.empty();
            }
        } catch (SQLException e) {
            if (FailureCodes.classify(e) == SqlFailure.PRIVILEGE) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
