package io.dbops.backup.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbops.backup.BackupInfo;
import io.dbops.backup.Backups;
import io.dbops.backup.RecoveryTarget;
import io.dbops.backup.RetentionPolicy;
import io.dbops.backup.VerifyLevel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** Several who take backups, one who expires, one who restores and one who lists, at once in one repository. */
final class ManyAtOnceTest extends EngineTest {

    private static final int ROUNDS = 6;
    private static final RetentionPolicy FEW = RetentionPolicy.builder().last(2).build();

    @Test
    void backups_expiries_restores_and_lists_do_not_disturb_one_another() throws Exception {
        backups().full();
        List<FutureTask<Void>> tasks = new ArrayList<>();
        tasks.add(start("one", () -> backups().incremental()));
        tasks.add(start("two", () -> backups().full()));
        tasks.add(start("three", () -> backups().differential()));
        tasks.add(start("expire", () -> backups().expire(FEW)));
        tasks.add(start("list", () -> backups().list()));
        tasks.add(start("restore", () -> new EngineFixture(new LineDatabase())
                .backups(store(), keys)
                .restore(RecoveryTarget.latest(), fixture.dataSource())));
        for (FutureTask<Void> task : tasks) {
            task.get();
        }

        for (BackupInfo each : backups().list()) {
            assertThat(backups().verify(each.label(), VerifyLevel.FULL).faults())
                    .isEmpty();
        }
        fixture.ahead = Backups.GRACE.plusMinutes(1);
        backups().expire(FEW);
        fixture.ahead = Backups.GRACE.multipliedBy(2).plusMinutes(2);
        backups().expire(FEW);
        List<BackupInfo> left = backups().list();
        assertThat(left).hasSizeGreaterThanOrEqualTo(2);
        for (BackupInfo each : left) {
            assertThat(backups().verify(each.label(), VerifyLevel.FULL).faults())
                    .isEmpty();
        }
        assertThat(store().list("objects/").size())
                .isLessThanOrEqualTo(left.stream().mapToInt(BackupInfo::objects).sum());
    }

    private static FutureTask<Void> start(String name, Callable<?> work) {
        FutureTask<Void> task = new FutureTask<>(() -> {
            for (int i = 0; i < ROUNDS; i++) {
                work.call();
            }
            return null;
        });
        new Thread(task, name).start();
        return task;
    }
}
