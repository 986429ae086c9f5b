package io.dbops.mysql;

import io.dbops.mysql.server.Grants;
import io.dbops.mysql.server.Product;
import io.dbops.mysql.server.Quoting;
import io.dbops.spi.DatabaseDialect;
import io.dbops.spi.sql.Capabilities;
import io.dbops.spi.sql.DatabaseIdentity;
import io.dbops.spi.sql.FailureText;
import io.dbops.spi.sql.Feature;
import io.dbops.spi.sql.HistorySql;
import io.dbops.spi.sql.SessionControl;
import io.dbops.spi.sql.SessionLock;
import io.dbops.spi.sql.SqlFailure;
import io.dbops.spi.sql.SqlLexicon;
import io.dbops.spi.sql.StatementRules;
import io.dbops.spi.sql.Support;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What MySQL and MariaDB share, which is nearly everything; the few differences are the constructor's arguments. */
abstract sealed class FamilyDialect implements DatabaseDialect, FailureText permits MySqlDialect, MariaDbDialect {

    /**
     * First words only. CALL, LOAD and SET are left out: a procedure may commit, LOAD DATA on some engines does, and SET
     * autocommit or SET PASSWORD do.
     */
    private static final StatementRules RULES = new StatementRules(
            Set.of("BEGIN", "START", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "XA"),
            Set.of("INSERT", "UPDATE", "DELETE", "REPLACE", "SELECT", "WITH", "VALUES", "TABLE", "DO"),
            List.of());

    /** For the default sql_mode: NO_BACKSLASH_ESCAPES and ANSI_QUOTES change what a server reads, not where a text ends. */
    private static final SqlLexicon LEXICON = SqlLexicon.builder()
            .quote("'", '\'', true)
            .quote("\"", '"', true)
            .quote("`", '`', false)
            .lineComment("#", false)
            .lineComment("--", true)
            .traits(
                    SqlLexicon.Trait.EXECUTABLE_COMMENTS,
                    SqlLexicon.Trait.DELIMITER_COMMAND,
                    SqlLexicon.Trait.COMPOUND_BODIES)
            .rules(RULES)
            .build();

    private final Product product;
    private final HistorySql historySql;
    private final SessionControl sessions = new FamilySessions();
    private final SessionLock sessionLock = new UserLevelLock();

    /** @param collation compares texts byte for byte, trailing blanks included; its name differs between the products */
    FamilyDialect(Product product, String collation) {
        this.product = product;
        this.historySql = new HistorySql(
                "VARCHAR(200)",
                "MEDIUMTEXT",
                "INT",
                "BIGINT",
                "TIMESTAMP(6)",
                "ENGINE=InnoDB ROW_FORMAT=DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE " + collation,
                "SELECT DATABASE()",
                "SELECT 1 FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?");
    }

    @Override
    public final boolean claims(DatabaseIdentity identity) {
        return Product.of(identity).equals(Optional.of(product));
    }

    @Override
    public final Capabilities probe(Connection connection) throws SQLException {
        Grants grants = Grants.of(connection);
        Map<Feature, Support> features = new EnumMap<>(Feature.class);
        features.put(Feature.TRANSACTIONAL_DDL, Support.no("DDL commits implicitly on " + product.title()));
        features.put(Feature.SESSION_LOCK, lockSupport(connection));
        features.put(
                Feature.SESSION_VISIBILITY,
                Support.yes(
                        grants.global("PROCESS")
                                ? "the user holds PROCESS and sees every session"
                                : "a user sees the sessions of the same user name"));
        features.put(Feature.SHARED_SNAPSHOT, snapshotSupport(grants));
        features.put(Feature.DDL_LOCK, ddlLockSupport(grants));
        return new Capabilities(DatabaseIdentity.of(connection), features);
    }

    /** Galera and some proxies refuse GET_LOCK; nobody knows before asking. */
    private Support lockSupport(Connection connection) throws SQLException {
        String probe = "SELECT GET_LOCK(CONCAT('dbops:probe:', CONNECTION_ID()), 0),"
                + " RELEASE_LOCK(CONCAT('dbops:probe:', CONNECTION_ID()))";
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(probe)) {
            row.next();
            return row.getInt(1) == 1 && row.getInt(2) == 1
                    ? Support.yes("GET_LOCK was granted and released")
                    : Support.no("GET_LOCK on a name that nobody else uses was not granted");
        } catch (SQLException e) {
            if (classify(e) == SqlFailure.CONNECTION_LOST) {
                throw e;
            }
            return Support.no("the server refuses GET_LOCK with error " + e.getErrorCode());
        }
    }

    private static Support snapshotSupport(Grants grants) {
        if (!grants.global("RELOAD") && !grants.global("FLUSH_TABLES")) {
            return Support.no("FLUSH TABLES WITH READ LOCK needs the RELOAD privilege");
        }
        return grants.global("PROCESS")
                ? Support.yes("FLUSH TABLES WITH READ LOCK lets several connections begin at one moment")
                : Support.no("without PROCESS nobody knows how long FLUSH TABLES WITH READ LOCK would block others");
    }

    private Support ddlLockSupport(Grants grants) {
        if (product == Product.MARIADB) {
            return Support.no("changes of definitions are detected on MariaDB, not kept out");
        }
        return grants.global("BACKUP_ADMIN")
                ? Support.yes("LOCK INSTANCE FOR BACKUP keeps DDL out")
                : Support.no("LOCK INSTANCE FOR BACKUP needs the BACKUP_ADMIN privilege");
    }

    @Override
    public final SqlLexicon lexicon(DatabaseIdentity identity) {
        return LEXICON;
    }

    @Override
    public final HistorySql historySql() {
        return historySql;
    }

    @Override
    public final SessionControl sessions() {
        return sessions;
    }

    @Override
    public final SessionLock sessionLock() {
        return sessionLock;
    }

    @Override
    public final String quote(String identifier) {
        return Quoting.identifier(identifier);
    }

    @Override
    public final String withoutValues(SQLException failure) {
        return ServerWords.withoutValues(failure);
    }

    @Override
    public final SqlFailure classify(SQLException failure) {
        return FailureCodes.classify(failure);
    }
}
