package io.dbops.internal;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.value.Secret;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A connection per call, from a JDBC URL; no pool. Never prints the password. */
public final class UrlDataSource implements DataSource {

    private final String url;
    private final @Nullable String user;
    private final @Nullable Secret password;

    public UrlDataSource(String url, @Nullable String user, @Nullable Secret password) {
        this.url = url;
        this.user = user;
        this.password = password;
    }

    @Override
    public Connection getConnection() throws SQLException {
        Properties properties = new Properties();
        if (user != null) {
            properties.setProperty("user", user);
        }
        if (password != null) {
            properties.setProperty("password", password.reveal());
        }
        if (DriverManager.drivers().noneMatch(this::accepts)) {
            // DriverManager's own message would show the whole URL, and with it what may be secret.
            throw DbOpsException.of(
                            ErrorCode.CONFIGURATION, "no JDBC driver on the class path or module path takes " + this)
                    .hint("Add the driver's jar, or correct the URL if the jar is there.")
                    .build();
        }
        try {
            return DriverManager.getConnection(url, properties);
        } catch (SQLException e) {
            throw JdbcUrl.hasUserInformation(url) ? withoutWords(e) : e;
        }
    }

    /** A driver that misreads {@code user:password@host} shows it as the host. */
    private SQLException withoutWords(SQLException e) {
        SQLException silent = new SQLException(
                "no connection to " + this + "; the driver's words are left out, because the URL names a user",
                e.getSQLState(),
                e.getErrorCode());
        silent.setStackTrace(e.getStackTrace());
        return silent;
    }

    private boolean accepts(Driver driver) {
        try {
            return driver.acceptsURL(url);
        } catch (SQLException e) {
            return false;
        }
    }

    @Override
    public Connection getConnection(String otherUser, String otherPassword) throws SQLException {
        return new UrlDataSource(url, otherUser, Secret.of(otherPassword)).getConnection();
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) throws SQLException {
        throw new SQLFeatureNotSupportedException("DbOps logs through SLF4J, not to a writer");
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        throw new SQLFeatureNotSupportedException("set the driver's own login time-out in the JDBC URL");
    }

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("DbOps logs through SLF4J");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw new SQLException("not a wrapper for " + type.getName());
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }

    @Override
    public String toString() {
        return JdbcUrl.redact(url);
    }
}
