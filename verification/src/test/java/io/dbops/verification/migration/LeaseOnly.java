package io.dbops.verification.migration;

import io.dbops.spi.DatabaseDialect;
import io.dbops.spi.sql.Capabilities;
import io.dbops.spi.sql.DatabaseIdentity;
import io.dbops.spi.sql.Feature;
import io.dbops.spi.sql.HistorySql;
import io.dbops.spi.sql.SessionControl;
import io.dbops.spi.sql.SessionIdentity;
import io.dbops.spi.sql.SessionLock;
import io.dbops.spi.sql.SessionObserver;
import io.dbops.spi.sql.SessionState;
import io.dbops.spi.sql.SqlFailure;
import io.dbops.spi.sql.SqlLexicon;
import io.dbops.spi.sql.Support;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;
import java.util.ServiceLoader;

/**
 * A database that grants no lock, and perhaps one of several servers, so that the sessions of others cannot be seen. Apart
 * from that it passes everything on to the dialect that serves the database really.
 *
 * @param dialect the real one
 * @param blind whether sessions are not to be seen
 */
record LeaseOnly(DatabaseDialect dialect, boolean blind) implements DatabaseDialect {

    /** For the database of that URL. */
    static LeaseOnly of(String url, boolean blind) {
        String product = url.split(":")[1];
        for (DatabaseDialect each : ServiceLoader.load(DatabaseDialect.class)) {
            if (each.id().equals(product)) {
                return new LeaseOnly(each, blind);
            }
        }
        throw new IllegalArgumentException("no dialect called " + product);
    }

    @Override
    public String id() {
        return dialect.id();
    }

    @Override
    public boolean claims(DatabaseIdentity identity) {
        return dialect.claims(identity);
    }

    @Override
    public Capabilities probe(Connection connection) throws SQLException {
        Capabilities real = dialect.probe(connection);
        Map<Feature, Support> features = new EnumMap<>(Feature.class);
        for (Feature feature : Feature.values()) {
            features.put(feature, real.support(feature));
        }
        features.put(Feature.SESSION_LOCK, Support.no("the test refuses it"));
        return new Capabilities(real.identity(), features);
    }

    @Override
    public SessionLock sessionLock() {
        throw new AssertionError("the lock that is refused was asked for");
    }

    @Override
    public SessionControl sessions() {
        return blind ? new Blind(dialect.sessions()) : dialect.sessions();
    }

    @Override
    public SqlLexicon lexicon(DatabaseIdentity identity) {
        return dialect.lexicon(identity);
    }

    @Override
    public HistorySql historySql() {
        return dialect.historySql();
    }

    @Override
    public String quote(String identifier) {
        return dialect.quote(identifier);
    }

    @Override
    public SqlFailure classify(SQLException failure) {
        return dialect.classify(failure);
    }

    private record Blind(SessionControl sessions) implements SessionObserver {

        @Override
        public SessionState state(Connection observer, SessionIdentity session) {
            return SessionState.UNSEEN;
        }

        @Override
        public boolean isAlive(Connection observer, SessionIdentity session) {
            return true;
        }

        @Override
        public boolean end(Connection observer, SessionIdentity session) {
            throw new AssertionError("a session that is not seen is not ended");
        }

        @Override
        public SessionIdentity identify(Connection connection) throws SQLException {
            return sessions.identify(connection);
        }

        @Override
        public String capture(Connection connection) throws SQLException {
            return sessions.capture(connection);
        }

        @Override
        public void restore(Connection connection, String captured) throws SQLException {
            sessions.restore(connection, captured);
        }

        @Override
        public void keepAlive(Connection connection) throws SQLException {
            sessions.keepAlive(connection);
        }
    }
}
