package io.dbops.postgresql;

import io.dbops.spi.DatabaseDialect;
import io.dbops.spi.sql.Capabilities;
import io.dbops.spi.sql.DatabaseIdentity;
import io.dbops.spi.sql.FailureText;
import io.dbops.spi.sql.HistorySql;
import io.dbops.spi.sql.SessionControl;
import io.dbops.spi.sql.SessionLock;
import io.dbops.spi.sql.SqlFailure;
import io.dbops.spi.sql.SqlLexicon;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * PostgreSQL 14 and newer. Products that speak PostgreSQL's protocol under its name (CockroachDB, Redshift and others) are
 * claimed as well, since their drivers cannot be told apart, but {@link #probe} offers them no feature.
 *
 * <p>Stateless and thread-safe.
 */
public final class PostgreSqlDialect implements DatabaseDialect, FailureText {

    // A "C" collation compares bytes: under a linguistic or nondeterministic collation two different keys may be equal.
    private static final HistorySql HISTORY = new HistorySql(
            "varchar(200) COLLATE \"C\"",
            "text COLLATE \"C\"",
            "integer",
            "bigint",
            "timestamp(6) with time zone",
            "",
            "SELECT pg_catalog.current_schema()",
            "SELECT 1 FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
                    + " WHERE n.nspname = ? AND c.relname = ? AND c.relkind IN ('r', 'p')");

    private static final SessionControl SESSIONS = new PostgreSqlSessions();
    private static final SessionLock LOCK = new AdvisoryLock();

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
}
