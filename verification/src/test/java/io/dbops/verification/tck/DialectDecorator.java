package io.dbops.verification.tck;

import io.dbops.spi.DatabaseDialect;
import io.dbops.spi.sql.Capabilities;
import io.dbops.spi.sql.CatalogueReader;
import io.dbops.spi.sql.DatabaseIdentity;
import io.dbops.spi.sql.HistorySql;
import io.dbops.spi.sql.InlineData;
import io.dbops.spi.sql.SessionControl;
import io.dbops.spi.sql.SessionIdentity;
import io.dbops.spi.sql.SessionLock;
import io.dbops.spi.sql.SqlFailure;
import io.dbops.spi.sql.SqlLexicon;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;

/** Passes everything on; the broken dialects change one thing each. */
class DialectDecorator implements DatabaseDialect {

    final DatabaseDialect dialect;

    DialectDecorator(DatabaseDialect dialect) {
        this.dialect = dialect;
    }

    static DialectDecorator around(DatabaseDialect dialect) {
        if (dialect instanceof InlineData) {
            return new DataDecorator(dialect);
        }
        return dialect instanceof CatalogueReader ? new CatalogueDecorator(dialect) : new DialectDecorator(dialect);
    }

    static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static int count(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getInt(1);
        }
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
        return dialect.probe(connection);
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
    public SessionControl sessions() {
        return dialect.sessions();
    }

    @Override
    public SessionLock sessionLock() {
        return dialect.sessionLock();
    }

    @Override
    public String quote(String identifier) {
        return dialect.quote(identifier);
    }

    @Override
    public SqlFailure classify(SQLException failure) {
        return dialect.classify(failure);
    }

    /** Passes everything on. */
    static class Sessions implements SessionControl {
        final SessionControl sessions;

        Sessions(SessionControl sessions) {
            this.sessions = sessions;
        }

        @Override
        public SessionIdentity identify(Connection connection) throws SQLException {
            return sessions.identify(connection);
        }

        @Override
        public boolean isAlive(Connection observer, SessionIdentity session) throws SQLException {
            return sessions.isAlive(observer, session);
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

        @Override
        public List<String> clientSettings(Connection connection) throws SQLException {
            return sessions.clientSettings(connection);
        }
    }

    /** Passes everything on. */
    static class Lock implements SessionLock {
        final SessionLock lock;

        Lock(SessionLock lock) {
            this.lock = lock;
        }

        @Override
        public boolean tryAcquire(Connection connection, String name) throws SQLException {
            return lock.tryAcquire(connection, name);
        }

        @Override
        public boolean isHeld(Connection connection, String name) throws SQLException {
            return lock.isHeld(connection, name);
        }

        @Override
        public void release(Connection connection, String name) throws SQLException {
            lock.release(connection, name);
        }

        @Override
        public Optional<String> holder(Connection connection, String name) throws SQLException {
            return lock.holder(connection, name);
        }

        @Override
        public boolean sharesConnection() {
            return lock.sharesConnection();
        }
    }
}
