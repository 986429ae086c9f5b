package io.dbops.verification.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import io.dbops.h2.H2SnapshotStrategy;
import io.dbops.spi.BackupStrategy;
import io.dbops.spi.DatabaseDialect;
import io.dbops.testkit.tck.BackupStrategyTck;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.testkit.engine.EngineTestKit;

/** The contract of strategies finds out every broken one. */
final class StrategyTckTest {

    private static volatile BackupStrategy current = new H2SnapshotStrategy();

    /** Runs only within the tests below. */
    static final class Run extends BackupStrategyTck {

        private final ContractDatabase facts = ContractDatabase.of(ServerKind.H2);
        private final List<TestDatabase> databases = new ArrayList<>();

        @Override
        protected BackupStrategy strategy() {
            return current;
        }

        @Override
        protected DatabaseDialect dialect() {
            return facts.dialect();
        }

        @Override
        protected DataSource emptyDatabase() {
            TestDatabase database = ContractDatabase.create(ServerKind.H2);
            databases.add(database);
            return database.dataSource();
        }

        @Override
        protected String boundDdlWaits() {
            return facts.boundDdlWaits();
        }

        @Override
        protected void dropDatabases() {
            databases.forEach(TestDatabase::close);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBrokenStrategyFailsTheTestOfTheSentenceThatItBreaks(BrokenStrategy broken) {
        assertThat(failures(broken.sentence(), new StrategyDecorator(new H2SnapshotStrategy())))
                .as("failures of the strategy that is not broken")
                .isZero();
        assertThat(failures(broken.sentence(), broken.strategy()))
                .as("failures of %s", broken)
                .isEqualTo(1);
    }

    @Test
    void everySentenceIsBrokenByAStrategy() {
        Set<String> unproven = new TreeSet<>();
        Stream.of(BackupStrategyTck.class.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .forEach(method -> unproven.add(method.getName()));
        assertThat(unproven).hasSizeGreaterThan(10);
        Stream.of(BrokenStrategy.values()).map(BrokenStrategy::sentence).forEach(unproven::remove);
        assertThat(unproven).as("tests that no broken strategy has failed").isEmpty();
    }

    private static long failures(String test, BackupStrategy strategy) {
        current = strategy;
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectMethod(Run.class, test))
                .execute()
                .testEvents()
                .failed()
                .count();
    }
}
