package io.dbops.backup.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbops.backup.BackupInfo;
import io.dbops.backup.BackupLabel;
import io.dbops.backup.Backups;
import io.dbops.backup.VerifyLevel;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.BackupStore;
import io.dbops.spi.ObjectInfo;
import io.dbops.spi.ObjectKey;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What counts when a store says something else about the manifest than it does. */
final class CommitTest extends EngineTest {

    @Test
    void a_manifest_whose_answer_was_lost_is_looked_for_and_counts() {
        BackupLabel label =
                fixture.backups(new AnswerLost(store(), false), keys).full().label();

        assertThat(backups().list()).extracting(BackupInfo::label).containsExactly(label);
        assertThat(backups().verify(label, VerifyLevel.FULL).faults()).isEmpty();
    }

    @Test
    void when_it_is_not_known_whether_the_manifest_was_kept_no_object_is_removed() {
        Backups cut = fixture.backups(new AnswerLost(store(), true), keys);
        assertThatThrownBy(cut::full).hasMessageContaining("the answer was lost");

        BackupLabel label = backups().list().get(0).label();
        assertThat(backups().verify(label, VerifyLevel.FULL).faults()).isEmpty();
    }

    @Test
    void a_manifest_that_was_there_before_is_nobodys_to_remove() {
        Backups taken = fixture.backups(
                new StoreAround(store()) {
                    @Override
                    public ObjectInfo put(ObjectKey key, Content content) throws IOException {
                        if (key.value().startsWith("manifests/")) {
                            super.put(key, out -> out.write('x'));
                        }
                        return super.put(key, content);
                    }
                },
                keys);
        assertThatThrownBy(taken::full).isInstanceOfSatisfying(DbOpsException.class, e -> assertThat(e.code())
                .isEqualTo(ErrorCode.STORE_KEY_EXISTS));
        assertThat(store().list("manifests/")).hasSize(1);
    }

    /** Keeps a manifest and says that it failed; from then on, if it is out, answers no question about one. */
    private static final class AnswerLost extends StoreAround {
        private final boolean out;
        private boolean lost;

        AnswerLost(BackupStore store, boolean out) {
            super(store);
            this.out = out;
        }

        @Override
        public ObjectInfo put(ObjectKey key, Content content) throws IOException {
            ObjectInfo info = super.put(key, content);
            if (key.value().startsWith("manifests/")) {
                lost = true;
                throw DbOpsException.of(ErrorCode.STORE, "the answer was lost").build();
            }
            return info;
        }

        @Override
        public Optional<ObjectInfo> find(ObjectKey key) throws IOException {
            if (out && lost) {
                throw DbOpsException.of(ErrorCode.STORE, "the store is out").build();
            }
            return super.find(key);
        }
    }
}
