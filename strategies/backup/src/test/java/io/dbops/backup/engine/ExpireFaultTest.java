package io.dbops.backup.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.dbops.backup.BackupInfo;
import io.dbops.backup.BackupReport;
import io.dbops.backup.Backups;
import io.dbops.backup.RetentionPolicy;
import io.dbops.backup.VerifyLevel;
import io.dbops.backup.store.FileSystemStore;
import io.dbops.error.DbOpsException;
import io.dbops.spi.BackupStore;
import io.dbops.spi.ObjectInfo;
import io.dbops.spi.ObjectKey;
import io.dbops.value.QualifiedName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The store fails at each call of an expiry in turn, before it or after it: nothing that is listed is harmed, and the next call ends it. */
final class ExpireFaultTest extends EngineTest {

    private static final RetentionPolicy ONE = RetentionPolicy.builder().last(1).build();

    /** Fails once, at its nth call. */
    private static final class FailingStore extends StoreAround {
        private final int at;
        private final boolean after;
        private int calls;
        private boolean failed;

        FailingStore(BackupStore store, int at, boolean after) {
            super(store);
            this.at = at;
            this.after = after;
        }

        private interface Call<T> {
            T run() throws IOException;
        }

        private <T> T call(Call<T> call) throws IOException {
            boolean now = calls++ == at;
            failed |= now;
            if (now && !after) {
                throw new IOException("the store failed before call " + at);
            }
            T result = call.run();
            if (now) {
                throw new IOException("the store failed after call " + at);
            }
            return result;
        }

        @Override
        public ObjectInfo put(ObjectKey key, Content content) throws IOException {
            return call(() -> super.put(key, content));
        }

        @Override
        public InputStream get(ObjectKey key) throws IOException {
            return call(() -> super.get(key));
        }

        @Override
        public Optional<ObjectInfo> find(ObjectKey key) throws IOException {
            return call(() -> super.find(key));
        }

        @Override
        public List<ObjectInfo> list(String prefix) throws IOException {
            return call(() -> super.list(prefix));
        }

        @Override
        public void delete(ObjectKey key) throws IOException {
            call(() -> {
                super.delete(key);
                return key;
            });
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_store_that_fails_at_any_call_loses_nothing_and_is_gone_on_with(boolean after) throws Exception {
        int points = 0;
        boolean reached = true;
        while (reached) {
            Path place = temp.resolve("repository-" + after + points);
            BackupStore store = FileSystemStore.at(place);
            fixture.ahead = Duration.ZERO;
            database.tables.get(new QualifiedName("lines", "long")).set(7, "at first");
            Backups backups = fixture.backups(store, keys);
            backups.full();
            BackupReport second = backups.full();
            backups.delete(backups.list().get(0).label());
            database.tables.get(new QualifiedName("lines", "long")).set(7, "changed");
            BackupReport third = backups.incremental();
            fixture.ahead = Backups.GRACE.plusMinutes(1);

            FailingStore failing = new FailingStore(store, points, after);
            Throwable failure =
                    catchThrowable(() -> fixture.backups(failing, keys).expire(ONE));
            reached = failing.failed;
            assertThat(failure == null || failure instanceof DbOpsException)
                    .as("point %s: %s", points, failure)
                    .isTrue();

            List<BackupInfo> listed = backups.list();
            assertThat(listed).extracting(BackupInfo::label).contains(third.label());
            for (BackupInfo each : listed) {
                assertThat(backups.verify(each.label(), VerifyLevel.FULL).faults())
                        .as("point %s", points)
                        .isEmpty();
            }
            backups.expire(ONE);
            fixture.ahead = Backups.GRACE.multipliedBy(2).plusMinutes(2);
            backups.expire(ONE);
            assertThat(store.list("manifests/")).hasSize(1);
            assertThat(store.list("objects/"))
                    .as("point %s: what the third needs, most of it stored by %s", points, second.label())
                    .hasSize(third.backup().objects());
            points++;
        }
        assertThat(points).as("points").isGreaterThan(30);
    }
}
