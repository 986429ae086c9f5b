package io.dbops.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dbops.spi.sql.SessionControl;
import io.dbops.spi.sql.SessionIdentity;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The contract of {@link SessionControl}; part of {@link DialectTck}. */
abstract class SessionTck extends DialectFixture {

    private static final List<List<String>> UNSET = List.of(List.of(""), Collections.singletonList(null), List.of());

    private SessionControl sessions() {
        return dialect().sessions();
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
    void aSessionThatTheObserverMayNotSeeIsNotCalledDead() throws Exception {
        SessionIdentity identity = sessions().identify(connect());
        assertThat(sessions().isAlive(stranger(), identity)).isTrue();
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
    void aVariableThatWasSetIsGoneAfterwards() throws SQLException {
        assumeTrue(setVariable().isPresent(), "no variable can be put back");
        Connection connection = connect();
        String before = sessions().capture(connection);
        execute(connection, setVariable().orElseThrow());
        assertThat(query(connection, readVariable())).isNotIn(UNSET);
        sessions().restore(connection, before);
        assertThat(query(connection, readVariable())).isIn(UNSET);
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
}
