package io.dbops.verification.migration;

import static io.dbops.verification.migration.Databases.dbOps;
import static io.dbops.verification.migration.Databases.query;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbops.DbOps;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.migration.MigrationState;
import io.dbops.migration.MigrationStatusReport;
import io.dbops.testservers.DatabaseServer;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.TestDatabase;
import io.dbops.testservers.TestServers;
import io.dbops.verification.KillPoint;
import io.dbops.verification.Seed;
import io.dbops.verification.migration.CrashingJvm.Work;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Kills the process that migrates, or takes a migration back, or the server, after and during calls of a migration of more than thirty
 * statements. In the profile soak at every call, else at a sample.
 */
@Timeout(value = 60, unit = TimeUnit.MINUTES)
final class CrashRecoveryTest {

    private static final int SAMPLE = 2;

    @TempDir
    Path scripts;

    @ParameterizedTest
    @EnumSource(names = {"H2", "MYSQL_8_0", "MARIADB_10_11", "MARIADB_11_4"})
    void afterTheProcessWasKilledAnotherEndsWhereAnUninterruptedOneDoes(ServerKind kind) throws Exception {
        Databases.require(kind);
        Files.write(scripts.resolve("V1__all_kinds.sql"), CrashScript.lines(kind.family()));
        check(kind, Work.MIGRATE, TestServers.server(kind), killProcess(Work.MIGRATE));
    }

    @ParameterizedTest
    @EnumSource(names = {"H2", "POSTGRESQL_18", "MYSQL_8_0", "MARIADB_10_11", "MARIADB_11_4"})
    void afterTheProcessWasKilledAnotherUndoEndsWhereAnUninterruptedOneDoes(ServerKind kind) throws Exception {
        Databases.require(kind);
        Files.write(scripts.resolve("V1__before.sql"), CrashScript.before());
        Files.write(scripts.resolve("V2__change.sql"), CrashScript.change());
        Files.write(scripts.resolve("U2__change.sql"), CrashScript.changeBack(kind.family()));
        check(kind, Work.UNDO, TestServers.server(kind), killProcess(Work.UNDO));
    }

    private Killing killProcess(Work work) {
        return (database, point) ->
                CrashingJvm.run(work, durable(database), database.user(), database.password(), scripts, point);
    }

    @ParameterizedTest
    @EnumSource(names = {"MYSQL_8_0", "MARIADB_10_11", "MARIADB_11_4"})
    void afterTheServerWasKilledAnotherRunEndsWhereAnUninterruptedOneDoes(ServerKind kind) throws Exception {
        Databases.require(kind);
        try (DatabaseServer server = TestServers.startPrivate(kind)) {
            Files.write(scripts.resolve("V1__all_kinds.sql"), CrashScript.lines(kind.family()));
            check(kind, Work.MIGRATE, server, (database, point) -> killServer(server, database, point));
        }
    }

    /** By default H2 writes a commit up to a second later, and here everything is over by then. */
    private static String durable(TestDatabase database) {
        return database.server().kind() == ServerKind.H2
                ? database.jdbcUrlWith("WRITE_DELAY", "0")
                : database.jdbcUrl();
    }

    /** Kills at that point of a migration; returns its name, or an empty text when the migration was over before. */
    private interface Killing {
        String at(TestDatabase database, KillPoint point) throws Exception;
    }

    private String killServer(DatabaseServer server, TestDatabase database, KillPoint point) {
        List<String> names = new ArrayList<>();
        KillPoint.Calls calls = new KillPoint.Calls(point, name -> {
            names.add(name);
            server.kill();
        });
        try {
            dbOps(calls.over(database.dataSource()), scripts).migrations().migrate();
        } catch (DbOpsException e) {
            assertThat(e.code()).as(e.getMessage()).isEqualTo(ErrorCode.CONNECTION);
        }
        if (!names.isEmpty()) {
            server.restart();
        }
        return String.join("", names);
    }

    /** What is there before, so that it can be taken back. */
    private void prepare(Work work, TestDatabase database) {
        if (work == Work.UNDO) {
            dbOps(database.dataSource(), scripts).migrations().migrate();
        }
    }

    private void check(ServerKind kind, Work work, DatabaseServer server, Killing killing) throws Exception {
        DatabaseState expected;
        int calls;
        try (TestDatabase database = server.createDatabase()) {
            prepare(work, database);
            KillPoint.Calls counter = new KillPoint.Calls(new KillPoint(0, false), name -> {});
            work.on(dbOps(counter.over(database.dataSource()), scripts).migrations());
            calls = counter.number();
            expected = DatabaseState.of(database);
        }
        Seed seed = Seed.ofThisRun();
        List<String> asked = new ArrayList<>();
        List<KillPoint> points = points(calls, seed.random());
        for (KillPoint point : points) {
            try (TestDatabase database = server.createDatabase()) {
                prepare(work, database);
                String name = killing.at(database, point);
                try {
                    goOn(kind, work, database, name, asked);
                    assertThat(DatabaseState.of(database)).isEqualTo(expected);
                } catch (AssertionError | Exception e) {
                    throw new AssertionError(point + " of " + calls + ", " + name + ", " + seed, e);
                }
            }
        }
        System.out.println(kind + ": " + work + " killed at " + points.size() + " points of " + calls + " calls, asked "
                + asked.size() + " times: " + asked);
    }

    /** After each call, and during each; a sample of them, or all in a soak. */
    private static List<KillPoint> points(int calls, Random random) {
        List<KillPoint> all = new ArrayList<>();
        for (int call = 1; call <= calls; call++) {
            all.add(new KillPoint(call, false));
            all.add(new KillPoint(call, true));
        }
        Collections.shuffle(all, random);
        return Seed.rounds(1) > 1 ? all : all.subList(0, SAMPLE);
    }

    /** As the application does when it is started again; a person looks at what no catalogue shows, and does as the hint says. */
    private void goOn(ServerKind kind, Work work, TestDatabase database, String name, List<String> asked)
            throws Exception {
        DbOps db = dbOps(database.dataSource(), scripts);
        try {
            work.on(db.migrations());
        } catch (DbOpsException e) {
            if (e.code() != ErrorCode.MIGRATION_IN_DOUBT) {
                throw e;
            }
            assertThat(e).hasMessageContaining(CrashScript.asked(kind.family()));
            asked.add(name);
            boolean there = query(database.dataSource(), CrashScript.tookEffect(kind.family()))
                    .equals("1");
            Databases.execute(database.dataSource(), InDoubt.choice(e, there));
            work.on(db.migrations());
        }
        MigrationStatusReport status = db.migrations().status();
        assertThat(status.count(MigrationState.COMPLETED)).isEqualTo(1);
        assertThat(status.entries()).hasSize(work == Work.UNDO ? 2 : 1);
        assertThat(db.migrations().validate().faults()).isEmpty();
    }
}
