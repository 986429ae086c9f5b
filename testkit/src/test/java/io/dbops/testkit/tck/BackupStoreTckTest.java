package io.dbops.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbops.spi.BackupStore;
import io.dbops.testkit.InMemoryStore;
import io.dbops.testkit.TestRun;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The store contract lets the good store pass and finds out every broken one. */
final class BackupStoreTckTest {

    /** Not nested in a test of its own name, so that only the runs below start it. */
    static final class Run extends BackupStoreTck {

        private static volatile Supplier<BackupStore> stores = InMemoryStore::new;

        @Override
        protected BackupStore emptyStore() {
            return stores.get();
        }

        @Override
        protected List<String> credentials() {
            return List.of(BrokenStore.CREDENTIAL);
        }

        private static TestRun with(Supplier<BackupStore> some) {
            stores = some;
            return TestRun.of(Run.class);
        }
    }

    @Test
    void theStoreInMemoryPasses() {
        TestRun run = Run.with(InMemoryStore::new);
        assertThat(run.failed()).as(run.failures()).isEmpty();
        assertThat(run.passed()).isEqualTo(TestRun.testsOf(BackupStoreTck.class));
    }

    @Test
    void aDecoratorThatChangesNothingPasses() {
        TestRun run = Run.with(() -> new StoreDecorator(new InMemoryStore()));
        assertThat(run.failed()).as(run.failures()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aBrokenStoreFailsTheTestOfTheSentenceThatItBreaks(BrokenStore broken) {
        TestRun run = Run.with(broken::store);
        assertThat(run.failed()).as("failed tests of %s", broken).contains(broken.sentence());
    }

    @Test
    void everySentenceIsBrokenByAStore() {
        Set<String> unproven = new TreeSet<>(TestRun.testsOf(BackupStoreTck.class));
        Stream.of(BrokenStore.values()).map(BrokenStore::sentence).forEach(unproven::remove);
        assertThat(unproven).as("tests that no broken store has failed").isEmpty();
    }
}
