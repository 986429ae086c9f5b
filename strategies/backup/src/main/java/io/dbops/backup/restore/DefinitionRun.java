package io.dbops.backup.restore;

import io.dbops.backup.catalog.OpenedBackup;
import io.dbops.backup.restore.RestoreSteps.Step;
import io.dbops.backup.work.DatabaseWork;
import io.dbops.backup.work.ParallelWork;
import io.dbops.backup.work.Progress;
import io.dbops.backup.work.Worker;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.snapshot.ParallelRestore;
import io.dbops.spi.snapshot.ParallelRestore.Definer;
import io.dbops.spi.snapshot.RestoreSession;
import io.dbops.spi.snapshot.SchemaItem;
import io.dbops.spi.snapshot.SchemaItem.Phase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** Runs the definitions of a phase in their order, and beside each other where the database can. Used by one thread. */
final class DefinitionRun {

    private final RestoreSession session;
    private final RestoreSteps steps;
    private final int parallelism;
    private final Progress progress;
    private final DatabaseWork database;
    private final String name;
    private final List<Step> together = new ArrayList<>();

    DefinitionRun(
            RestoreSession session,
            RestoreSteps steps,
            int parallelism,
            Progress progress,
            DatabaseWork database,
            String name) {
        this.session = session;
        this.steps = steps;
        this.parallelism = parallelism;
        this.progress = progress;
        this.database = database;
        this.name = name;
    }

    void run(OpenedBackup backup, Phase phase) throws Exception {
        for (SchemaItem item : backup.definitions(phase)) {
            Step step = steps.next(item);
            if (session instanceof ParallelRestore parallel
                    && step.part() == Selection.Part.CHOSEN
                    && parallel.mayRunBesideOthers(item)) {
                together.add(step);
            } else {
                runTogether();
                one(step, () -> steps.define(step));
            }
        }
        runTogether();
    }

    /** Those of one table after each other. */
    private void runTogether() throws Exception {
        Map<String, List<Step>> groups = new LinkedHashMap<>();
        for (Step step : together) {
            String group = step.item()
                    .place()
                    .table()
                    .map(Object::toString)
                    .orElse("\0" + step.item().name());
            groups.computeIfAbsent(group, key -> new ArrayList<>()).add(step);
        }
        together.clear();
        int count = Math.min(parallelism, groups.size());
        if (count == 0 || !(session instanceof ParallelRestore parallel)) {
            return;
        }
        AtomicBoolean stopped = new AtomicBoolean();
        List<Beside> workers = new ArrayList<>();
        try {
            while (workers.size() < count) {
                workers.add(new Beside(parallel.openDefiner(), stopped));
            }
        } catch (SQLException | RuntimeException e) {
            for (Beside each : workers) {
                try {
                    each.close();
                } catch (SQLException suppressed) {
                    e.addSuppressed(suppressed);
                }
            }
            throw e;
        }
        new ParallelWork<>(name, workers, groups.values(), stopped, database.deadline()).run();
    }

    /** Runs one definition. */
    @FunctionalInterface
    private interface Define {
        void run() throws SQLException;
    }

    private void one(Step step, Define define) {
        String item = (step.item().kind() + " " + step.item().name()).strip();
        database.deadline().check("defining " + item);
        progress.itemStarted(item);
        try {
            define.run();
        } catch (SQLException e) {
            throw failure(item, e);
        }
        progress.itemFinished(item);
    }

    private DbOpsException failure(String item, SQLException cause) {
        return database.failures().of(ErrorCode.RESTORE_FAILED, "defining " + item, cause);
    }

    /** Runs the definitions of one table at a time. */
    private final class Beside implements Worker<List<Step>> {
        private final Definer definer;
        private final AtomicBoolean stopped;

        Beside(Definer definer, AtomicBoolean stopped) {
            this.definer = definer;
            this.stopped = stopped;
        }

        @Override
        public void work(List<Step> ofOneTable) {
            for (Step step : ofOneTable) {
                if (stopped.get()) {
                    return;
                }
                one(step, () -> definer.define(step.item(), step.number()));
            }
        }

        @Override
        public void cancel() {
            definer.cancel();
        }

        @Override
        public void close() throws SQLException {
            definer.close();
        }
    }
}
