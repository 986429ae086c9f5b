package io.dbops.mysql;

import io.dbops.mysql.clean.FamilyCleaner;
import io.dbops.mysql.server.Grants;
import io.dbops.mysql.server.Product;
import io.dbops.mysql.server.Quoting;
import io.dbops.spi.DatabaseDialect;
import io.dbops.spi.sql.Capabilities;
import io.dbops.spi.sql.CatalogueEntry;
import io.dbops.spi.sql.CatalogueObject;
import io.dbops.spi.sql.CatalogueReader;
import io.dbops.spi.sql.DatabaseIdentity;
import io.dbops.spi.sql.FailureText;
import io.dbops.spi.sql.Feature;
import io.dbops.spi.sql.HistorySql;
import io.dbops.spi.sql.LockWaits;
import io.dbops.spi.sql.LossWarnings;
import io.dbops.spi.sql.SchemaCleaner;
import io.dbops.spi.sql.SchemaContents;
import io.dbops.spi.sql.SessionControl;
import io.dbops.spi.sql.SessionLock;
import io.dbops.spi.sql.SqlFailure;
import io.dbops.spi.sql.SqlLexicon;
import io.dbops.spi.sql.Support;
import io.dbops.value.QualifiedName;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What MySQL and MariaDB share, which is nearly everything; the few differences are the constructor's arguments. */
abstract sealed class FamilyDialect
        implements DatabaseDialect, FailureText, LossWarnings, SchemaCleaner, CatalogueReader, LockWaits
        permits MySqlDialect, MariaDbDialect {

    private final Product product;
    private final HistorySql historySql;
    private final SessionControl sessions = new FamilySessions();
    private final SessionLock sessionLock = new UserLevelLock();
    private final SchemaCleaner cleaner;
    private final CatalogueReader catalogue;
    private final LockWaits waits;

    /** @param collation compares texts byte for byte, trailing blanks included; its name differs between the products */
    FamilyDialect(Product product, String collation) {
        this.product = product;
        this.cleaner = new FamilyCleaner(product);
        this.catalogue = new DefinitionReader(product);
        this.waits = new DdlLockWaits(product);
        this.historySql = new HistorySql(
                "VARCHAR(200)",
                "MEDIUMTEXT",
                "INT",
                "BIGINT",
                "ENGINE=InnoDB ROW_FORMAT=DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE " + collation,
                "SELECT DATABASE()",
                "SELECT 1 FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?",
                false);
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

    private Support lockSupport(Connection connection) throws SQLException {
        String variables = product == Product.MARIADB ? "information_schema" : "performance_schema";
        try {
            return LockProbe.of(connection, variables).support();
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
        return FamilyLexicon.LEXICON;
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
    public final boolean tellsLoss(String statement, SQLWarning warning) {
        return DataLoss.isToldBy(statement, warning);
    }

    @Override
    public final SqlFailure classify(SQLException failure) {
        return FailureCodes.classify(failure);
    }

    @Override
    public final Optional<String> database(Connection connection) throws SQLException {
        return cleaner.database(connection);
    }

    @Override
    public final SchemaContents contents(Connection connection, Set<String> schemas, Set<QualifiedName> last)
            throws SQLException {
        return cleaner.contents(connection, schemas, last);
    }

    @Override
    public final CatalogueEntry read(Connection connection, CatalogueObject object) throws SQLException {
        return catalogue.read(connection, object);
    }

    @Override
    public final Optional<String> storage(Connection connection, CatalogueObject table) throws SQLException {
        return catalogue.storage(connection, table);
    }

    @Override
    public final Optional<String> present(Connection connection) throws SQLException {
        return waits.present(connection);
    }

    @Override
    public final String bound(Duration wait) {
        return waits.bound(wait);
    }

    @Override
    public final List<String> holders(Connection connection, List<CatalogueObject> objects) throws SQLException {
        return waits.holders(connection, objects);
    }
}
