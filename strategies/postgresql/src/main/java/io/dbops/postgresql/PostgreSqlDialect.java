package io.dbops.postgresql;

import io.dbops.postgresql.clean.PostgreSqlCleaner;
import io.dbops.spi.DatabaseDialect;
import io.dbops.spi.sql.Capabilities;
import io.dbops.spi.sql.CatalogueEntry;
import io.dbops.spi.sql.CatalogueObject;
import io.dbops.spi.sql.CatalogueReader;
import io.dbops.spi.sql.DatabaseIdentity;
import io.dbops.spi.sql.FailureText;
import io.dbops.spi.sql.HistorySql;
import io.dbops.spi.sql.InlineData;
import io.dbops.spi.sql.LockWaits;
import io.dbops.spi.sql.SchemaCleaner;
import io.dbops.spi.sql.SchemaContents;
import io.dbops.spi.sql.SessionControl;
import io.dbops.spi.sql.SessionLock;
import io.dbops.spi.sql.SqlFailure;
import io.dbops.spi.sql.SqlLexicon;
import io.dbops.value.QualifiedName;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * PostgreSQL 14 and newer. Products that speak PostgreSQL's protocol under its name (CockroachDB, Redshift and others) are
 * claimed as well, since their drivers cannot be told apart, but {@link #probe} offers them no feature.
 *
 * <p>Stateless and thread-safe.
 */
public final class PostgreSqlDialect
        implements DatabaseDialect, FailureText, InlineData, SchemaCleaner, CatalogueReader, LockWaits {

    // A "C" collation compares bytes: under a linguistic or nondeterministic collation two different keys may be equal.
    private static final HistorySql HISTORY = new HistorySql(
            "varchar(200) COLLATE \"C\"",
            "text COLLATE \"C\"",
            "integer",
            "bigint",
            "",
            "SELECT pg_catalog.current_schema()",
            // reads no table, which costs a new session three times as much
            "SELECT 1 WHERE pg_catalog.to_regclass("
                    + "pg_catalog.quote_ident(?) || '.' || pg_catalog.quote_ident(?)) IS NOT NULL",
            true);

    private static final SessionControl SESSIONS = new PostgreSqlSessions();
    private static final SessionLock LOCK = new AdvisoryLock();
    private static final LockWaits WAITS = new DdlLockWaits();
    private static final SchemaCleaner CLEANER = new PostgreSqlCleaner();

    /** For ServiceLoader and for explicit registration. */
    public PostgreSqlDialect() {}

    @Override
    public String id() {
        return "postgresql";
    }

    @Override
    public boolean claims(DatabaseIdentity identity) {
        return identity.product().equals("PostgreSQL");
    }

    @Override
    public Capabilities probe(Connection connection) throws SQLException {
        return CapabilityProbe.probe(connection);
    }

    @Override
    public SqlLexicon lexicon(DatabaseIdentity identity) {
        return PostgreSqlLexicon.LEXICON;
    }

    @Override
    public HistorySql historySql() {
        return HISTORY;
    }

    @Override
    public SessionControl sessions() {
        return SESSIONS;
    }

    @Override
    public SessionLock sessionLock() {
        return LOCK;
    }

    /** {@inheritDoc} By {@code COPY ... FROM stdin}, on a connection that the driver's unwraps to. */
    @Override
    public long load(Connection connection, String statement, InputStream data) throws SQLException, IOException {
        return CopyLoad.load(connection, statement, data);
    }

    @Override
    public void cancel(Connection connection) throws SQLException {
        CopyLoad.cancel(connection);
    }

    @Override
    public OptionalLong failedLine(SQLException failure) {
        return CopyLoad.failedLine(failure);
    }

    /**
     * {@inheritDoc}
     *
     * @throws io.dbops.error.DbOpsException with code {@code CONFIGURATION} for an empty identifier, one with a NUL character
     *     or an unpaired surrogate, and one of more than 63 bytes, which the server would cut off silently
     */
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
        return SqlStates.classify(failure);
    }

    @Override
    public Optional<String> database(Connection connection) throws SQLException {
        return CLEANER.database(connection);
    }

    @Override
    public SchemaContents contents(Connection connection, Set<String> schemas, Set<QualifiedName> last)
            throws SQLException {
        return CLEANER.contents(connection, schemas, last);
    }

    @Override
    public CatalogueEntry read(Connection connection, CatalogueObject object) throws SQLException {
        return DefinitionReader.read(connection, object);
    }

    @Override
    public Optional<String> storage(Connection connection, CatalogueObject table) {
        return Optional.empty(); // TRUNCATE is undone by a rollback, so nobody needs to tell
    }

    @Override
    public Optional<String> present(Connection connection) throws SQLException {
        return WAITS.present(connection);
    }

    @Override
    public String bound(Duration wait) {
        return WAITS.bound(wait);
    }

    @Override
    public List<String> holders(Connection connection, List<CatalogueObject> objects) throws SQLException {
        return WAITS.holders(connection, objects);
    }
}
