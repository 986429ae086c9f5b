package io.dbops.backup.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbops.backup.BackupReport;
import io.dbops.backup.Backups;
import io.dbops.backup.RecoveryTarget;
import io.dbops.backup.RetentionPolicy;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.BackupSettings;
import io.dbops.spi.OperationEvent.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Somebody puts an older state of the repository in its place, in which everything is signed and fits. */
final class AnchorTest extends EngineTest {

    private Backups anchored() {
        return new BackupEngine()
                .create(
                        fixture,
                        new BackupSettings(null, store(), () -> keys, fixture.dataSource(), temp.resolve("anchor")));
    }

    @Test
    void an_older_state_of_the_repository_is_named_and_refused() throws IOException {
        anchored().full();
        copy("repository", "older");
        BackupReport newest = anchored().incremental();
        assertThat(anchored().list()).hasSize(2);
        delete("repository");
        copy("older", "repository");

        assertThat(backups().list()).as("unseen without an anchor").hasSize(1);
        refused(newest, () -> anchored().list());
        refused(newest, () -> anchored().restore(RecoveryTarget.latest(), fixture.dataSource()));
        refused(newest, () -> anchored()
                .expire(RetentionPolicy.builder().last(1).build()));
        anchored().incremental();
        assertThat(fixture.events)
                .as("a backup is taken all the same, and says so")
                .anyMatch(event -> event.kind() == Kind.WARNING
                        && event.detail().contains(newest.label().value()));
        refused(newest, () -> anchored().list());
    }

    @Test
    void an_emptied_and_another_repository_are_refused_too() throws IOException {
        BackupReport newest = anchored().full();
        delete("repository");
        refused(newest, () -> anchored().list());
        backups().full();
        refused(newest, () -> anchored().list());
    }

    @Test
    void what_was_removed_or_taken_by_others_is_no_fault() {
        anchored().full();
        BackupReport second = anchored().full();
        anchored().delete(second.label());
        assertThat(anchored().list()).hasSize(1);
        fixture.ahead = Backups.GRACE.plus(Duration.ofMinutes(1));
        BackupReport third = backups().full();
        anchored().expire(RetentionPolicy.builder().last(1).build());
        assertThat(anchored().list()).singleElement().satisfies(info -> assertThat(info.label())
                .isEqualTo(third.label()));
        anchored().delete(third.label());
        assertThat(anchored().list()).isEmpty();
    }

    @Test
    void an_anchor_that_is_no_anchor_is_named() throws IOException {
        anchored().full();
        Path anchor = temp.resolve("anchor");
        String text = Files.readString(anchor);
        for (String other : List.of("", text + text, text.replace("anchor", "manifest"), text.replace(":1,", ":2,"))) {
            Files.writeString(anchor, other);
            assertThatThrownBy(() -> anchored().list())
                    .isInstanceOfSatisfying(
                            DbOpsException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTEGRITY))
                    .hasMessageContaining(anchor.toString());
        }
    }

    private static void refused(BackupReport newest, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        DbOpsException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTEGRITY))
                .hasMessageContaining(newest.label().value())
                .hasMessageContaining("an older state");
    }

    private void copy(String from, String to) throws IOException {
        Path origin = temp.resolve(from);
        try (Stream<Path> paths = Files.walk(origin)) {
            for (Path each : paths.toList()) {
                Files.copy(
                        each,
                        temp.resolve(to).resolve(origin.relativize(each).toString()),
                        StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private void delete(String folder) throws IOException {
        try (Stream<Path> paths = Files.walk(temp.resolve(folder))) {
            for (Path each : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
