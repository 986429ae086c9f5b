package io.dbops.h2;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbops.spi.sql.SessionControl;
import io.dbops.spi.sql.SessionIdentity;
import io.dbops.spi.sql.SessionLock;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowLockTest {

    @TempDir
    private Path folder;

    private final SessionLock lock = new H2Dialect().sessionLock();

    @AfterEach
    void no_session_is_left() throws IOException {
        assertThat(OpenFiles.below(folder)).isEmpty();
    }

    @Test
    void one_session_holds_it_and_the_next_gets_it_when_the_first_ends_however_it_ends() throws Exception {
        try (Connection first = connect();
                Connection second = connect()) {
            assertThat(lock.tryAcquire(first, "m")).isTrue();
            assertThat(lock.isHeld(first, "m")).isTrue();
            assertThat(lock.tryAcquire(second, "m")).isFalse();
            assertThat(lock.isHeld(second, "m")).isFalse();
            assertThat(lock.holder(second, "m"))
                    .hasValueSatisfying(holder -> assertThat(holder).contains("user SA"));
            assertThat(lock.tryAcquire(second, "other")).isTrue();
            lock.release(second, "other");

            first.close();

            assertThat(lock.tryAcquire(second, "m")).isTrue();
            lock.release(second, "m");
            assertThat(lock.isHeld(second, "m")).isFalse();
            assertThat(lock.holder(second, "m")).isEmpty();
        }
    }

    @Test
    void others_may_create_alter_and_drop_tables_while_it_is_held() throws Exception {
        try (Connection holder = connect();
                Connection worker = connect();
                Statement statement = worker.createStatement()) {
            assertThat(lock.tryAcquire(holder, "m")).isTrue();
            statement.execute("CREATE TABLE T(ID INT)");
            statement.execute("ALTER TABLE T ADD COLUMN X INT");
            statement.execute("DROP TABLE T");
            assertThat(lock.isHeld(holder, "m")).isTrue();
        }
    }

    @Test
    void a_session_is_alive_until_it_is_closed() throws Exception {
        SessionControl sessions = new H2Dialect().sessions();
        try (Connection observer = connect()) {
            SessionIdentity identity;
            try (Connection other = connect()) {
                identity = sessions.identify(other);
                assertThat(sessions.isAlive(observer, identity)).isTrue();
            }
            assertThat(sessions.isAlive(observer, identity)).isFalse();
        }
    }

    @Test
    void captured_settings_are_put_back() throws Exception {
        SessionControl sessions = new H2Dialect().sessions();
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA \"o d\"");
            statement.execute("SET SCHEMA \"o d\"");
            String captured = sessions.capture(connection);
            statement.execute("SET SCHEMA PUBLIC");
            statement.execute("SET LOCK_TIMEOUT 77");
            sessions.restore(connection, captured);
            assertThat(sessions.capture(connection)).isEqualTo(captured).contains("o d");
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:h2:" + folder.resolve("db"), "sa", "");
    }
}
