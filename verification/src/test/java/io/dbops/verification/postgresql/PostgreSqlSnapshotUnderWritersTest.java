package io.dbops.verification.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbops.testservers.ServerKind;
import io.dbops.testservers.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PostgreSqlSnapshotUnderWritersTest {

    private static final int ACCOUNTS = 1000;

    /** Transfers keep the sum, and each leaves one row in another table, while three readers read both. */
    @ParameterizedTest
    @MethodSource("io.dbops.verification.postgresql.Servers#all")
    void writers_never_show_in_it(ServerKind kind) throws Exception {
        try (TestDatabase source = Servers.database(kind);
                TestDatabase target = Servers.database(kind)) {
            createAccounts(source.dataSource());
            AtomicBoolean stop = new AtomicBoolean();
            ExecutorService writers = Executors.newFixedThreadPool(2);
            try {
                List<Future<Integer>> transfers = new ArrayList<>();
                for (int i = 0; i < 2; i++) {
                    transfers.add(writers.submit(() -> transfer(source.dataSource(), stop)));
                }
                for (int round = 0; round < 3; round++) {
                    InMemoryBackup backup = InMemoryBackup.take(InMemoryBackup.request(source.dataSource(), 3, 16_384));
                    Sql.run(target.dataSource(), "DROP TABLE IF EXISTS accounts, transfers");
                    backup.restore(target.dataSource());
                    assertThat(Sql.text(target.dataSource(), "SELECT count(*) || ' ' || sum(balance) FROM accounts"))
                            .isEqualTo(ACCOUNTS + " " + ACCOUNTS * 100);
                    // Each account has moved by exactly the transfers that the backup holds.
                    assertThat(Sql.text(
                                    target.dataSource(),
                                    "SELECT count(*) FROM accounts a WHERE balance <> 100"
                                            + " - (SELECT count(*) FROM transfers t WHERE t.giver = a.id)"
                                            + " + (SELECT count(*) FROM transfers t WHERE t.taker = a.id)"))
                            .isEqualTo("0");
                    assertThat(Sql.text(
                                    target.dataSource(),
                                    "SELECT nextval('transfers_id_seq') > coalesce(max(id), 0) FROM transfers"))
                            .isEqualTo("t");
                }
                stop.set(true);
                for (Future<Integer> transfer : transfers) {
                    assertThat(transfer.get()).isPositive();
                }
            } finally {
                stop.set(true);
                writers.shutdown();
            }
        }
    }

    private static void createAccounts(DataSource source) throws SQLException {
        Sql.run(
                source,
                "CREATE TABLE accounts (id integer PRIMARY KEY, balance integer, filler text);"
                        + " INSERT INTO accounts SELECT g, 100, repeat('x', 200) FROM generate_series(1, " + ACCOUNTS
                        + ") g;"
                        + " CREATE TABLE transfers (id serial PRIMARY KEY, giver integer, taker integer)");
    }

    private static int transfer(DataSource source, AtomicBoolean stop) throws SQLException {
        int done = 0;
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            while (!stop.get()) {
                // Lower id first, so that writers never deadlock.
                int giver = 1 + done * 7 % (ACCOUNTS - 1);
                Sql.run(
                        connection,
                        "UPDATE accounts SET balance = balance - 1 WHERE id = " + giver
                                + "; UPDATE accounts SET balance = balance + 1 WHERE id = " + (giver + 1)
                                + "; INSERT INTO transfers (giver, taker) VALUES (" + giver + ", " + (giver + 1) + ")");
                connection.commit();
                done++;
            }
        }
        return done;
    }
}
