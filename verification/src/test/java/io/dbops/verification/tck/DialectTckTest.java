package io.dbops.verification.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import io.dbops.h2.H2Dialect;
import io.dbops.spi.DatabaseDialect;
import io.dbops.testkit.tck.DialectTck;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.TestDatabase;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.testkit.engine.EngineTestKit;

/** The contract of dialects finds out every broken one. */
final class DialectTckTest {

    /** H2 has no idle limit, and so cannot break it. */
    private static final Set<String> NOT_ON_H2 = Set.of("aSessionThatIsKeptAliveOutlivesTheServersLimit");

    private static volatile DatabaseDialect current = new H2Dialect();

    /** Runs only within the tests below. */
    static final class Run extends DialectTck {

        private final ContractDatabase facts = ContractDatabase.of(ServerKind.H2);
        private @Nullable TestDatabase database;

        @Override
        protected DatabaseDialect dialect() {
            return current;
        }

        @Override
        protected DataSource emptyDatabase() {
            database = ContractDatabase.create(ServerKind.H2);
            return database.dataSource();
        }

        @Override
        protected void dropDatabase() {
            if (database != null) {
                database.close();
            }
        }

        @Override
        protected String boundLockWaits() {
            return facts.boundLockWaits();
        }

        @Override
        protected String openTransactions() {
            return facts.openTransactions();
        }

        @Override
        protected List<String> changesOfSettings() {
            return facts.changesOfSettings();
        }

        @Override
        protected Optional<String> endWhenIdle() {
            return facts.endWhenIdle();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBrokenDialectFailsTheTestOfTheSentenceThatItBreaks(BrokenDialect broken) {
        assertThat(failures(broken.sentence(), new DialectDecorator(new H2Dialect())))
                .as("failures of the dialect that is not broken")
                .isZero();
        assertThat(failures(broken.sentence(), broken.dialect()))
                .as("failures of %s", broken)
                .isEqualTo(1);
    }

    @Test
    void everySentenceIsBrokenByADialect() {
        Set<String> unproven = new TreeSet<>();
        for (Class<?> each = DialectTck.class; each != Object.class; each = each.getSuperclass()) {
            Stream.of(each.getDeclaredMethods())
                    .filter(method -> method.isAnnotationPresent(Test.class))
                    .forEach(method -> unproven.add(method.getName()));
        }
        assertThat(unproven).containsAll(NOT_ON_H2).hasSizeGreaterThan(25);
        unproven.removeAll(NOT_ON_H2);
        Stream.of(BrokenDialect.values()).map(BrokenDialect::sentence).forEach(unproven::remove);
        assertThat(unproven).as("tests that no broken dialect has failed").isEmpty();
    }

    private static long failures(String test, DatabaseDialect dialect) {
        current = dialect;
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectMethod(Run.class, test))
                .execute()
                .testEvents()
                .failed()
                .count();
    }
}
