package io.dbops.h2;

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
import io.dbops.spi.sql.SchemaCleaner;
import io.dbops.spi.sql.SchemaContents;
import io.dbops.spi.sql.SessionControl;
import io.dbops.spi.sql.SessionLock;
import io.dbops.spi.sql.SqlFailure;
import io.dbops.spi.sql.SqlLexicon;
import io.dbops.spi.sql.StatementRules;
import io.dbops.spi.sql.Support;
import io.dbops.value.QualifiedName;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The dialect of H2 2.x in its regular mode. Stateless, thread-safe. */
public final class H2Dialect implements DatabaseDialect, FailureText, SchemaCleaner, CatalogueReader, LockWaits {

    private static final SqlLexicon LEXICON = SqlLexicon.builder()
            .quote("'", '\'', false)
            .quote("\"", '"', false)
            .quote("`", '`', false)
            .lineComment("--", false)
            .lineComment("//", false)
            .traits(
                    SqlLexicon.Trait.BARE_DOLLAR_QUOTES,
                    SqlLexicon.Trait.NESTED_BLOCK_COMMENTS,
                    SqlLexicon.Trait.CARRIAGE_RETURN_ENDS_COMMENTS)
            .rules(new StatementRules(
                    Set.of("COMMIT", "ROLLBACK", "SAVEPOINT", "BEGIN", "PREPARE", "RELEASE"),
                    Set.of("INSERT", "UPDATE", "DELETE", "MERGE", "SELECT", "WITH", "VALUES", "TABLE"),
                    List.of(),
                    List.of("ANALYZE", "CHECKPOINT", "GRANT", "EXPLAIN", "SHOW")))
            .identifierCase(SqlLexicon.IdentifierCase.UPPER)
            .build();

    private static final HistorySql HISTORY = new HistorySql(
            "VARCHAR(200)",
            "VARCHAR(1000000)",
            "INTEGER",
            "BIGINT",
            "",
            "SELECT SCHEMA()",
            "SELECT 1 FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?",
            true);

    private final SessionControl sessions = new H2Sessions();
    private final SessionLock lock = new RowLock(this::quote);
    private final SchemaCleaner cleaner = new H2Cleaner();
    private final LockWaits waits = new DdlLockWaits();
    private final DefinitionReader definitions = new DefinitionReader(this::classify);

    @Override
    public String id() {
        return "h2";
    }

    @Override
    public boolean claims(DatabaseIdentity identity) {
        return identity.product().equals("H2") && identity.majorVersion() >= 2;
    }

    @Override
    public Capabilities probe(Connection connection) throws SQLException {
        Map<Feature, Support> features = new EnumMap<>(Feature.class);
        features.put(Feature.TRANSACTIONAL_DDL, Support.no("H2 commits on every DDL statement"));
        features.put(Feature.SESSION_LOCK, Support.yes("a row of a lock table, held by an open transaction"));
        features.put(Feature.SHARED_SNAPSHOT, Support.no("H2 cannot share a snapshot: one connection reads"));
        features.put(Feature.DDL_LOCK, Support.no("H2 does not block DDL for readers: a change is detected"));
        features.put(
                Feature.SESSION_VISIBILITY,
                H2Catalogue.isAdministrator(connection)
                        ? Support.yes("an administrator sees all sessions")
                        : Support.no(
                                "only an administrator sees other sessions: GRANT ADMIN by ALTER USER ... ADMIN TRUE"));
        return new Capabilities(DatabaseIdentity.of(connection), features);
    }

    @Override
    public SqlLexicon lexicon(DatabaseIdentity identity) {
        return LEXICON;
    }

    @Override
    public HistorySql historySql() {
        return HISTORY;
    }

    @Override
    public SessionControl sessions() {
        return sessions;
    }

    @Override
    public SessionLock sessionLock() {
        return lock;
    }

    @Override
    public String quote(String identifier) {
        return Identifiers.quote(identifier);
    }

    @Override
    public String withoutValues(SQLException failure) {
        return ServerWords.withoutValues(failure);
    }

    @Override
    public SqlFailure classify(SQLException failure) {
        // H2's own codes: org.h2.api.ErrorCode documents each as stable.
        return switch (failure.getErrorCode()) {
            case 90007, 90067, 90098, 90121, 90108, 90135 -> SqlFailure.CONNECTION_LOST;
            case 50200 -> SqlFailure.LOCK_TIMEOUT;
            case 40001, 90131 -> SqlFailure.SERIALIZATION;
            case 57014 -> SqlFailure.CANCELLED;
            case 90040, 90096 -> SqlFailure.PRIVILEGE;
            case 42101, 42111, 42121, 90035, 90045, 90076, 90078, 90119 -> SqlFailure.ALREADY_EXISTS;
            case 42102, 42104, 42112, 42122, 90036, 90037, 90057, 90077, 90079, 90120 -> SqlFailure.NOT_FOUND;
            default -> SqlFailure.OTHER;
        };
    }

    @Override
    public Optional<String> database(Connection connection) throws SQLException {
        return cleaner.database(connection);
    }

    @Override
    public SchemaContents contents(Connection connection, Set<String> schemas, Set<QualifiedName> last)
            throws SQLException {
        return cleaner.contents(connection, schemas, last);
    }

    @Override
    public CatalogueEntry read(Connection connection, CatalogueObject object) throws SQLException {
        return definitions.read(connection, object);
    }

    @Override
    public Optional<String> storage(Connection connection, CatalogueObject table) {
        return Optional.empty(); // nothing that H2 shows differs after a TRUNCATE
    }

    @Override
    public Optional<String> present(Connection connection) throws SQLException {
        return waits.present(connection);
    }

    @Override
    public String bound(Duration wait) {
        return waits.bound(wait);
    }

    @Override
    public List<String> holders(Connection connection, List<CatalogueObject> objects) throws SQLException {
        return waits.holders(connection, objects);
    }
}
