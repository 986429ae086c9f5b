package io.dbops.verification.migration;

import static io.dbops.verification.migration.Databases.dbOps;
import static io.dbops.verification.migration.Databases.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dbops.DbOps;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.testkit.FixedPool;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.ServerKind.Family;
import io.dbops.testservers.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ConnectionStateTest {

    @TempDir
    Path scripts;

    @ParameterizedTest
    @EnumSource
    void aPoolOfOneWorksOrFailsAtOnceWithAHint(ServerKind kind) throws Exception {
        script(scripts, "V1__t.sql", "CREATE TABLE t (id INT);");
        script(scripts, "V2__t.sql", "INSERT INTO t VALUES (1);");
        try (TestDatabase database = Databases.create(kind);
                FixedPool pool = new FixedPool(database.dataSource(), 1)) {
            DbOps db = dbOps(pool, scripts);
            boolean shares = kind.family() == Family.MYSQL || kind.family() == Family.MARIADB;
            if (shares) {
                assertThat(db.migrations().migrate().applied()).hasSize(2);
            } else {
                DbOpsException failure = catchThrowableOfType(
                        DbOpsException.class, () -> db.migrations().migrate());
                assertThat(failure.code()).isEqualTo(ErrorCode.CONFIGURATION);
                assertThat(failure.hint().orElseThrow()).contains("two connections");
            }
            assertThat(pool.allBack()).isTrue();
            assertThat(pool.connections().get(0).isValid(5)).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void connectionsComeBackAsTheyWentEvenAfterAFailure(ServerKind kind) throws Exception {
        String change = change(kind);
        script(scripts, "V1__t.sql", change, "CREATE TABLE t (id INT);");
        script(scripts, "V2__t.sql", "INSERT INTO t VALUES (1);");
        script(scripts, "V3__t.sql", "-- transaction: none", change, "INSERT INTO nowhere VALUES (1);");
        try (TestDatabase database = Databases.create(kind);
                FixedPool pool = new FixedPool(database.dataSource(), 2)) {
            for (Connection connection : pool.connections()) {
                connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
                connection.setAutoCommit(false);
            }
            String before = state(kind, pool);

            Throwable failure =
                    catchThrowable(() -> dbOps(pool, scripts).migrations().migrate());

            assertThat(failure).isInstanceOf(DbOpsException.class).hasMessageContaining("V3__t.sql:3");
            assertThat(pool.allBack()).isTrue();
            assertThat(state(kind, pool)).isEqualTo(before);
            for (Connection connection : pool.connections()) {
                assertThat(connection.getAutoCommit()).isFalse();
            }
        }
    }

    private static String change(ServerKind kind) {
        return switch (kind.family()) {
            case H2 -> "SET LOCK_TIMEOUT 4321;";
            case POSTGRESQL -> "SET statement_timeout = '54321s';";
            case MYSQL, MARIADB -> "SET SESSION sql_mode = 'ANSI_QUOTES';";
        };
    }

    private static String state(ServerKind kind, FixedPool pool) throws SQLException {
        String query =
                switch (kind.family()) {
                    case H2 -> "SELECT LOCK_TIMEOUT()";
                    case POSTGRESQL -> "SHOW statement_timeout";
                    case MYSQL, MARIADB -> "SELECT @@SESSION.sql_mode";
                };
        StringBuilder state = new StringBuilder();
        for (Connection connection : pool.connections()) {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(query)) {
                row.next();
                state.append(row.getString(1));
            }
            connection.rollback();
            state.append(' ').append(connection.getTransactionIsolation());
            state.append(' ').append(connection.getAutoCommit());
            state.append(' ').append(connection.isReadOnly()).append('\n');
        }
        return state.toString();
    }
}
