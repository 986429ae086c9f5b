package io.dbops.backup.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbops.backup.RecoveryTarget;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class RestoreEngineTest extends EngineTest {

    @Test
    void an_interrupted_restore_cancels_its_loaders_and_keeps_the_flag() throws InterruptedException {
        backups().full();
        LineDatabase target = new LineDatabase();
        CountDownLatch loading = new CountDownLatch(1);
        target.onLoad = (table, row, cancelled) -> {
            loading.countDown();
            while (!cancelled.get()) {
                Thread.onSpinWait();
            }
            throw new SQLException("cancelled");
        };
        AtomicReference<ErrorCode> code = new AtomicReference<>();
        AtomicBoolean flag = new AtomicBoolean();
        Thread caller = new Thread(() -> {
            try {
                new EngineFixture(target).backups(store(), keys).restore(RecoveryTarget.latest(), fixture.dataSource());
            } catch (DbOpsException e) {
                code.set(e.code());
                flag.set(Thread.currentThread().isInterrupted());
            }
        });
        caller.start();
        loading.await();
        caller.interrupt();
        caller.join();
        assertThat(code).hasValue(ErrorCode.INTERRUPTED);
        assertThat(flag).isTrue();
        assertThat(target.open).hasValue(0);
    }

    @Test
    void a_chunk_that_the_database_undid_to_end_a_deadlock_is_loaded_again_and_no_row_twice() {
        backups().full();
        LineDatabase target = new LineDatabase();
        AtomicInteger deadlocks = new AtomicInteger();
        target.onLoad = (table, row, cancelled) -> {
            if (row.equals("long row 777") && deadlocks.incrementAndGet() <= 2) {
                throw new SQLException("deadlock found", "40001");
            }
            return row;
        };
        new EngineFixture(target).backups(store(), keys).restore(RecoveryTarget.latest(), fixture.dataSource());
        assertThat(deadlocks).hasValue(3);
        assertThat(target.open).hasValue(0);
    }

    @Test
    void a_deadlock_that_never_ends_fails_the_restore_in_the_end() {
        backups().full();
        LineDatabase target = new LineDatabase();
        target.onLoad = (table, row, cancelled) -> {
            throw new SQLException("deadlock found", "40001");
        };
        assertThatThrownBy(() -> new EngineFixture(target)
                        .backups(store(), keys)
                        .restore(RecoveryTarget.latest(), fixture.dataSource()))
                .hasMessageContaining("deadlock found");
        assertThat(target.open).hasValue(0);
    }

    @Test
    void a_target_whose_rows_came_out_differently_fails_the_restore_and_is_named() {
        backups().full();
        LineDatabase target = new LineDatabase();
        target.onLoad = (table, row, cancelled) -> row.equals("long row 777") ? "long row 778" : row;
        assertThatThrownBy(() -> new EngineFixture(target)
                        .backups(store(), keys)
                        .restore(RecoveryTarget.latest(), fixture.dataSource()))
                .isInstanceOfSatisfying(
                        DbOpsException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RESTORE_FAILED))
                .hasMessageContaining("lines.long")
                .hasMessageNotContaining("lines.small");
        assertThat(target.open).hasValue(0);
    }
}
