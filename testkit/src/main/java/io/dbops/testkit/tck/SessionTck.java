package io.dbops.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dbops.spi.sql.SessionControl;
import io.dbops.spi.sql.SessionIdentity;
import io.dbops.spi.sql.SessionLock;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** The contracts of {@link SessionControl} and {@link SessionLock}; part of {@link DialectTck}. */
abstract class SessionTck extends DialectFixture {

    private static final String LOCK = "migrations of shop";

    private SessionControl sessions() {
        return dialect().sessions();
    }

    private SessionLock lock() {
        return dialect().sessionLock();
    }

    @Test
    void aSessionIsIdentifiedTheSameEveryTimeAndApartFromOthers() throws SQLException {
        Connection one = connect();
        Connection two = connect();
        SessionIdentity identity = sessions().identify(one);
        assertThat(sessions().identify(one)).isEqualTo(identity);
        assertThat(sessions().identify(two)).isNotEqualTo(identity);
        assertThat(sessions().identify(two).server()).isEqualTo(identity.server());
    }

    @Test
    void aSessionIsAliveUntilItEnds() throws Exception {
        Connection observer = connect();
        Connection mortal = connect();
        SessionIdentity identity = sessions().identify(mortal);
        assertThat(sessions().isAlive(observer, identity)).isTrue();
        assertThat(sessions().isAlive(observer, sessions().identify(observer))).isTrue();
        mortal.close();
        assertThat(becomesTrue(() -> !sessions().isAlive(observer, identity)))
                .as("the closed session is dead")
                .isTrue();
    }

    @Test
    void aNumberThatWasGivenOutAgainIsAnotherSession() throws SQLException {
        Connection observer = connect();
        SessionIdentity now = sessions().identify(observer);
        assumeTrue(!now.startedAt().isEmpty(), "the server never reuses a number in one run");
        SessionIdentity before = new SessionIdentity(now.server(), now.session(), earlier(now.startedAt()));
        assertThat(sessions().isAlive(observer, before)).isFalse();
    }

    /** The same text with another first digit. */
    private static String earlier(String start) {
        return (start.charAt(0) == '1' ? '0' : '1') + start.substring(1);
    }

    @Test
    void settingsArePutBackAsTheyWereCaptured() throws SQLException {
        for (String change : changesOfSettings()) {
            Connection connection = connect();
            String before = sessions().capture(connection);
            execute(connection, change);
            assertThat(sessions().capture(connection))
                    .as("captured after %s", change)
                    .isNotEqualTo(before);
            sessions().restore(connection, before);
            assertThat(sessions().capture(connection))
                    .as("restored after %s", change)
                    .isEqualTo(before);
        }
    }

    @Test
    void settingsThatWereChangedBeforeTheCaptureComeBackToo() throws SQLException {
        for (String change : changesOfSettings()) {
            Connection connection = connect();
            String untouched = sessions().capture(connection);
            execute(connection, change);
            String changed = sessions().capture(connection);
            sessions().restore(connection, untouched);
            sessions().restore(connection, changed);
            assertThat(sessions().capture(connection)).as("after %s", change).isEqualTo(changed);
        }
    }

    @Test
    void aSessionThatIsKeptAliveOutlivesTheServersLimit() throws Exception {
        assumeTrue(endWhenIdle().isPresent(), "no server ends idle sessions");
        String limit = endWhenIdle().orElseThrow();
        Connection observer = connect();
        Connection doomed = connect();
        Connection kept = connect();
        SessionIdentity doomedIdentity = sessions().identify(doomed);
        SessionIdentity keptIdentity = sessions().identify(kept);
        execute(kept, limit);
        sessions().keepAlive(kept);
        execute(doomed, limit);
        assertThat(becomesTrue(() -> !sessions().isAlive(observer, doomedIdentity)))
                .as("the limit ends an idle session")
                .isTrue();
        assertThat(sessions().isAlive(observer, keptIdentity)).isTrue();
        assertThat(query(kept, "SELECT 1")).containsExactly("1");
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
        assertThat(hasOpenTransaction(observer, sessions().identify(two).session()))
                .as("transaction of the refused session")
                .isFalse();
        String session = sessions().identify(one).session();
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
    void aHolderIsNamedAndNobodyWhenFree() throws SQLException {
        Connection observer = connect();
        Connection holder = connect();
        assertThat(lock().tryAcquire(holder, LOCK)).isTrue();
        lock().release(holder, LOCK);
        assertThat(lock().holder(observer, LOCK)).isEmpty();
        assertThat(lock().tryAcquire(holder, LOCK)).isTrue();
        // A dialect may add to the number, such as the user.
        String session = sessions().identify(holder).session().split("[^A-Za-z0-9]")[0];
        assertThat(lock().holder(observer, LOCK))
                .hasValueSatisfying(text -> assertThat(text).contains(session));
    }

    @Test
    void aLockHoldsUpNobodyElsesWork() throws SQLException {
        Connection holder = connect();
        Connection worker = connect();
        execute(worker, "CREATE TABLE parcel (id INT)");
        assertThat(lock().tryAcquire(holder, LOCK)).isTrue();
        assertTimeoutPreemptively(NO_WAIT, () -> {
            execute(worker, "ALTER TABLE parcel ADD COLUMN weight INT");
            execute(worker, "INSERT INTO parcel (id, weight) VALUES (1, 2)");
            execute(worker, "CREATE INDEX parcel_weight ON parcel (weight)");
            execute(worker, "DROP TABLE parcel");
        });
        assertThat(lock().isHeld(holder, LOCK)).isTrue();
        assertThatThrownBy(() -> query(worker, "SELECT id FROM parcel")).isInstanceOf(SQLException.class);
    }

    private boolean tryAtOnce(Connection connection) {
        return assertTimeoutPreemptively(NO_WAIT, () -> lock().tryAcquire(connection, LOCK));
    }
}
