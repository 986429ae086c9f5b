package io.dbops.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dbops.spi.sql.SessionLock;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The contract of {@link SessionLock}; part of {@link DialectTck}. */
abstract class LockTck extends SessionTck {

    private static final String LOCK = "migrations of shop";
    private static final int THREADS = 4;

    private SessionLock lock() {
        return dialect().sessionLock();
    }

    @Test
    void aLockIsHeldByOneSession() throws SQLException {
        Connection one = connect();
        Connection two = connect();
        assertThat(lock().tryAcquire(one, LOCK)).isTrue();
        assertThat(tryAtOnce(two)).isFalse();
        assertThat(lock().isHeld(one, LOCK)).isTrue();
        assertThat(lock().isHeld(two, LOCK)).isFalse();
    }

    @Test
    void aLockThatAnotherHoldsIsRefusedWithoutWaiting() throws SQLException {
        Connection one = connect();
        Connection two = connect();
        assertThat(lock().tryAcquire(one, LOCK)).isTrue();
        assertThat(tryAtOnce(two)).isFalse();
        assertThat(tryAtOnce(two)).isFalse();
    }

    @Test
    void aConnectionThatIsSharedKeepsTheLockThroughMigrations() throws SQLException {
        assumeTrue(lock().sharesConnection(), "the lock wants a connection of its own");
        Connection both = connect();
        assertThat(lock().tryAcquire(both, LOCK)).isTrue();
        execute(both, "CREATE TABLE parcel (id INT)");
        assertThat(lock().isHeld(both, LOCK)).isTrue();
        both.setAutoCommit(false);
        execute(both, "INSERT INTO parcel VALUES (1)");
        both.commit();
        execute(both, "INSERT INTO parcel VALUES (2)");
        both.rollback();
        both.setAutoCommit(true);
        assertThat(lock().isHeld(both, LOCK)).isTrue();
        assertThat(tryAtOnce(connect())).isFalse();
        lock().release(both, LOCK);
    }

    @Test
    void everyThreadHasLocksOfItsOwn() throws Exception {
        List<Connection> connections = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            connections.add(connect());
        }
        // What tables a lock may need are there.
        assertThat(lock().tryAcquire(connections.get(0), LOCK)).isTrue();
        lock().release(connections.get(0), LOCK);
        CyclicBarrier together = new CyclicBarrier(THREADS);
        List<String> wrong = Parallel.run(THREADS, thread -> {
            Connection own = connections.get(thread);
            String name = "lock of thread " + thread;
            boolean acquired = lock().tryAcquire(own, name);
            together.await(noWait().toSeconds(), TimeUnit.SECONDS);
            boolean held = acquired && lock().isHeld(own, name);
            together.await(noWait().toSeconds(), TimeUnit.SECONDS);
            lock().release(own, name);
            together.await(noWait().toSeconds(), TimeUnit.SECONDS);
            boolean released = !lock().isHeld(own, name);
            return held && released ? "" : name + " held: " + held + ", released: " + released;
        });
        assertThat(wrong).containsOnly("");
    }

    @Test
    void aLockIsFreeAfterItsRelease() throws SQLException {
        Connection one = connect();
        Connection two = connect();
        assertThat(lock().tryAcquire(one, LOCK)).isTrue();
        lock().release(one, LOCK);
        assertThat(lock().isHeld(one, LOCK)).isFalse();
        assertThat(tryAtOnce(two)).isTrue();
        assertThat(lock().isHeld(two, LOCK)).isTrue();
        lock().release(two, LOCK);
        assertThat(lock().tryAcquire(one, LOCK)).isTrue();
    }

    @Test
    void aReleaseAndARefusalLeaveNoTransactionOpen() throws SQLException {
        Connection observer = connect();
        Connection one = connect();
        Connection two = connect();
        assertThat(lock().tryAcquire(one, LOCK)).isTrue();
        assertThat(tryAtOnce(two)).isFalse();
        assertThat(hasOpenTransaction(
                        observer, dialect().sessions().identify(two).session()))
                .as("transaction of the refused session")
                .isFalse();
        String session = dialect().sessions().identify(one).session();
        lock().release(one, LOCK);
        assertThat(hasOpenTransaction(observer, session))
                .as("transaction of the released session")
                .isFalse();
    }

    @Test
    void aLockIsFreeWhenItsHolderDies() throws Exception {
        Connection holder = connect();
        Connection other = connect();
        assertThat(lock().tryAcquire(holder, LOCK)).isTrue();
        assertThat(tryAtOnce(other)).isFalse();
        holder.abort(Runnable::run);
        // A driver may abort no more than its own side of the connection.
        holder.close();
        assertThat(becomesTrue(() -> lock().tryAcquire(other, LOCK)))
                .as("the lock of the dead session can be had")
                .isTrue();
    }

    @Test
    void locksWithDifferentNamesAreIndependent() throws SQLException {
        Connection one = connect();
        Connection two = connect();
        String longName = "n".repeat(150);
        assertThat(lock().tryAcquire(one, longName + "1")).isTrue();
        assertThat(lock().tryAcquire(two, longName + "2")).isTrue();
        assertThat(lock().isHeld(one, longName + "1")).isTrue();
        assertThat(lock().isHeld(one, longName + "2")).isFalse();
    }

    @Test
    void aHolderIsDescribedAndNobodyWhenFree() throws SQLException {
        Connection observer = connect();
        Connection holder = connect();
        assertThat(lock().holder(observer, "never taken")).isEmpty();
        assertThat(lock().tryAcquire(holder, LOCK)).isTrue();
        lock().release(holder, LOCK);
        assertThat(lock().holder(observer, LOCK)).isEmpty();
        assertThat(lock().tryAcquire(holder, LOCK)).isTrue();
        // A dialect may add to the number, such as the user; a driver to the user, such as the host.
        String session = dialect().sessions().identify(holder).session().split("[^A-Za-z0-9]")[0];
        String user = holder.getMetaData().getUserName().split("@")[0];
        assertThat(lock().holder(observer, LOCK)).hasValueSatisfying(text -> assertThat(text)
                .matches("(?i)session \\Q" + session + "\\E of user \\Q" + user
                        + "\\E from \\S.* since \\d{4}-\\d\\d-\\d\\d.*"));
    }

    @Test
    void aHolderThatARoleMayNotSeeIsNoFailure() throws Exception {
        Connection holder = connect();
        assertThat(lock().tryAcquire(holder, LOCK)).isTrue();
        String session = dialect().sessions().identify(holder).session().split("[^A-Za-z0-9]")[0];
        lock().holder(stranger(), LOCK).ifPresent(text -> assertThat(text).contains(session));
    }

    @Test
    void aLockHoldsUpNobodyElsesWork() throws SQLException {
        Connection holder = connect();
        Connection worker = connect();
        execute(worker, "CREATE TABLE parcel (id INT)");
        assertThat(lock().tryAcquire(holder, LOCK)).isTrue();
        assertTimeoutPreemptively(noWait(), () -> {
            execute(worker, "ALTER TABLE parcel ADD COLUMN weight INT");
            execute(worker, "INSERT INTO parcel (id, weight) VALUES (1, 2)");
            execute(worker, "CREATE INDEX parcel_weight ON parcel (weight)");
            execute(worker, "DROP TABLE parcel");
        });
        assertThat(lock().isHeld(holder, LOCK)).isTrue();
        assertThatThrownBy(() -> query(worker, "SELECT id FROM parcel")).isInstanceOf(SQLException.class);
    }

    private boolean tryAtOnce(Connection connection) {
        return assertTimeoutPreemptively(noWait(), () -> lock().tryAcquire(connection, LOCK));
    }
}
