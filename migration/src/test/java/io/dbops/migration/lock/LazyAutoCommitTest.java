package io.dbops.migration.lock;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LazyAutoCommitTest {

    private final List<String> told = new ArrayList<>();
    private boolean auto = true;
    private final Connection connection = LazyAutoCommit.over((Connection) Proxy.newProxyInstance(
            Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                if (method.getName().equals("getAutoCommit")) {
                    return auto;
                }
                if (method.getName().equals("setAutoCommit")) {
                    auto = (Boolean) arguments[0];
                }
                told.add(method.getName() + (arguments == null ? "" : " " + arguments[0]));
                return null;
            }));

    @Test
    void betweenTwoTransactionsNothingIsTold() throws Exception {
        connection.setAutoCommit(false);
        connection.commit();
        connection.setAutoCommit(true);
        assertThat(connection.getAutoCommit()).isTrue();
        connection.setAutoCommit(false);
        assertThat(connection.getAutoCommit()).isFalse();
        connection.rollback();

        assertThat(told).containsExactly("setAutoCommit false", "commit", "rollback");
    }

    @Test
    void whateverElseIsDoneIsDoneInTheModeThatWasAskedFor() throws Exception {
        connection.setAutoCommit(false);
        connection.rollback();
        connection.setAutoCommit(true);
        connection.createStatement();
        connection.setAutoCommit(false);
        connection.commit();
        connection.setAutoCommit(true);
        connection.close();

        assertThat(told)
                .containsExactly(
                        "setAutoCommit false",
                        "rollback",
                        "setAutoCommit true",
                        "createStatement",
                        "setAutoCommit false",
                        "commit",
                        "setAutoCommit true",
                        "close");
    }

    @Test
    void anOpenTransactionIsEndedAtOnce() throws Exception {
        connection.setAutoCommit(false);
        connection.createStatement();
        connection.setAutoCommit(true);

        assertThat(told).containsExactly("setAutoCommit false", "createStatement", "setAutoCommit true");
    }

    @Test
    void anAbortTellsNothingBefore() throws Exception {
        connection.setAutoCommit(false);
        connection.commit();
        connection.setAutoCommit(true);
        connection.abort(Runnable::run);

        assertThat(told).hasSize(3).element(2).asString().startsWith("abort");
    }
}
