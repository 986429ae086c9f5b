package io.dbops.examples.tour;

import io.dbops.DbOps;
import io.dbops.backup.BackupOptions;
import io.dbops.backup.BackupReport;
import io.dbops.backup.RecoveryTarget;
import io.dbops.backup.RestoreReport;
import io.dbops.backup.VerifyLevel;
import io.dbops.backup.VerifyReport;
import io.dbops.backup.key.KeyFile;
import io.dbops.error.DbOpsException;
import io.dbops.migration.MigrationReport;
import io.dbops.spi.OperationListener;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;

/**
 * Migrates a schema of 48 tables and 891,649 rows, backs it up, loses a part of it, restores it and proves that it is the same.
 *
 * <p>On an H2 file database by default, on any other with {@code -Ddbops.url=... -Ddbops.user=... -Ddbops.password=...}. All
 * tables live in a schema {@code dbops_tour} of their own, which must not hold anything yet. The exit code is 0 only when the
 * proof succeeds.
 */
public final class Tour {

    private final TourDatabase database;
    private final Path folder;
    private final Map<String, String> samples;
    private final OperationListener watcher;
    private final PrintStream out;
    private final TerminalProgress progress;
    private final Summary summary = new Summary();

    private Tour(
            TourDatabase database,
            Path folder,
            Map<String, String> samples,
            OperationListener watcher,
            PrintStream out) {
        this.database = database;
        this.folder = folder;
        this.samples = samples;
        this.watcher = watcher;
        this.out = out;
        this.progress = new TerminalProgress(out);
    }

    /** Runs the tour; takes no arguments, only system properties. */
    public static void main(String[] args) {
        main(SampleDatabases.PUBLISHED, event -> {});
    }

    /**
     * Runs the tour with other samples.
     *
     * @param samples as {@link SampleDatabases#PUBLISHED}
     * @param watcher is told what the library does, besides the tour's own progress
     */
    static void main(Map<String, String> samples, OperationListener watcher) {
        PrintStream out = System.out;
        try {
            Path folder = TourDatabase.freshFolder();
            TourDatabase database = TourDatabase.fromSystemProperties(folder);
            if (!new Tour(database, folder, samples, watcher, out).run()) {
                System.exit(1);
            }
        } catch (DbOpsException | SQLException | IOException | IllegalArgumentException e) {
            out.println();
            out.println("The tour stopped: " + e.getMessage());
            System.exit(1);
        }
    }

    private boolean run() throws SQLException, IOException {
        out.println("DbOps tour on " + database.describe());
        database.createEmptySchema();
        out.println("Opening the sample databases FoodMart and Chinook (some 10 seconds) ...");
        long start = System.nanoTime();
        try (SampleDatabases opened = new SampleDatabases(samples)) {
            summary.add("open the sample data", millisSince(start), 0, 0, "before any throughput below");
            DbOps shop = shop(opened, false);
            out.println(shop.check());
            migrate(shop, opened);
            return loseAndRestore(shop, opened);
        }
    }

    private boolean loseAndRestore(DbOps shop, SampleDatabases opened) throws SQLException, IOException {
        StateProof before = prove("state before");
        BackupReport backup = backUp(shop);
        makeTheMistake(opened);
        StateProof damaged = prove("state after the mistake");
        out.println();
        out.println("What the mistake changed:");
        before.differences(damaged).forEach(line -> out.println("  " + line));
        restore(shop);
        StateProof after = prove("state after the restore");
        return conclude(before, damaged, after, backup);
    }

    private DbOps shop(SampleDatabases opened, boolean withMistake) {
        var builder = DbOps.builder()
                .dataSource(database.dataSource())
                .migrationsFrom("classpath:db/tour/" + database.dialectFolder())
                .migrationsFrom(
                        new LoadSample(opened, "20260101091000", "foodmart", "", "20260101090000"),
                        new LoadSample(opened, "20260101091100", "chinook", "chinook_", "20260101090100"))
                .classLoader(Tour.class.getClassLoader())
                .backupsTo(folder.resolve("backups"))
                .backupKeys(KeyFile.createOrRead(folder.resolve("tour.key")))
                .listener(progress)
                .listener(watcher);
        if (withMistake) {
            builder.migrationsFrom("classpath:db/tour-mistake/" + database.dialectFolder());
        }
        return builder.build();
    }

    private void migrate(DbOps shop, SampleDatabases opened) {
        title("Migrate: 2 SQL schemas, 2 Java loads, 1 SQL of indexes and references");
        MigrationReport report = shop.migrations().migrate();
        progress.close();
        summary.add(
                "migrate",
                report.duration().toMillis(),
                opened.rowsRead(),
                0,
                report.applied().size() + " migrations");
        out.println(shop.migrations().status());
    }

    private BackupReport backUp(DbOps shop) {
        title("Back up: full, zstd, encrypted to the tour's own recipient");
        BackupReport report = shop.backups()
                .full(BackupOptions.builder().schemas(database.schemas()).build());
        progress.close();
        summary.add(
                "backup",
                report.duration().toMillis(),
                report.rows(),
                report.readSize().bytes(),
                report.backup().storedSize() + " stored in " + report.backup().objects() + " objects");
        out.println(report);
        VerifyReport verified = shop.backups().verify(report.label(), VerifyLevel.FULL);
        progress.close();
        summary.add(
                "verify",
                verified.duration().toMillis(),
                verified.rows(),
                report.readSize().bytes(),
                verified.isIntact() ? "every object intact" : "NOT INTACT");
        out.println(verified);
        if (!verified.isIntact()) {
            throw new IllegalStateException("the backup that was just taken is not intact");
        }
        return report;
    }

    private void makeTheMistake(SampleDatabases opened) {
        title("A migration goes wrong");
        long start = System.nanoTime();
        MigrationReport report = shop(opened, true).migrations().migrate();
        progress.close();
        summary.add(
                "the mistake", millisSince(start), 0, 0, report.applied().get(0).name());
    }

    private void restore(DbOps shop) throws SQLException {
        title("Restore into an emptied schema");
        database.emptySchema();
        out.println(shop.backups().planRestore(RecoveryTarget.latest(), database.dataSource()));
        RestoreReport report = shop.backups().restore(RecoveryTarget.latest(), database.dataSource());
        progress.close();
        summary.add(
                "restore",
                report.duration().toMillis(),
                report.rows(),
                report.dataSize().bytes(),
                "counts and digests read again from the target");
        out.println(report);
    }

    private StateProof prove(String what) throws SQLException {
        long start = System.nanoTime();
        StateProof proof = StateProof.read(database);
        summary.add(
                "read the " + what, millisSince(start), proof.rows(), 0, proof.tables() + " tables through plain JDBC");
        return proof;
    }

    private boolean conclude(StateProof before, StateProof damaged, StateProof after, BackupReport backup)
            throws IOException {
        title("Proof");
        boolean lost = !before.differences(damaged).isEmpty();
        var differences = before.differences(after);
        Files.writeString(folder.resolve("state-before.txt"), before.toString());
        Files.writeString(folder.resolve("state-after-restore.txt"), after.toString());
        out.println(before.tables() + " tables, " + before.rows() + " rows before; " + after.tables() + " tables, "
                + after.rows() + " rows after the restore");
        differences.forEach(line -> out.println("  DIFFERENT: " + line));
        boolean proven = differences.isEmpty() && lost;
        out.println(
                proven
                        ? "PROVEN: every table has the same number of rows and the same content digest as before."
                        : lost ? "FAILED: the restored state differs." : "FAILED: the mistake lost nothing.");
        out.println();
        out.println(summary);
        out.println("What lies where");
        out.println("  the database     " + database.describe() + ", schema " + database.schema());
        out.println("  the backup       " + folder.resolve("backups") + " (" + backup.label() + ")");
        out.println(
                "  its keys         " + folder.resolve("tour.key") + " (whoever holds this file can read the backup)");
        out.println("  the two states   " + folder.resolve("state-before.txt") + ", state-after-restore.txt");
        out.println("What to look at next");
        out.println(
                "  RECOVER.md of the backup: how to get the data back with age, zstd and the database's own client");
        out.println("  docs/architecture.md: how it works; docs/formats/repository-v1.md: every byte of a backup");
        return proven;
    }

    private static long millisSince(long startNanos) {
        return (System.nanoTime() - startNanos) / 1_000_000;
    }

    private void title(String text) {
        out.println();
        out.println("== " + text);
    }
}
