package io.dbops.verification.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbops.DbOps;
import io.dbops.backup.BackupKeys;
import io.dbops.backup.RecoveryTarget;
import io.dbops.backup.RestoreOptions;
import io.dbops.backup.key.KeyFile;
import io.dbops.backup.key.KeyGenerator;
import io.dbops.backup.store.FileSystemStore;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.snapshot.RestoreJournal;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.TestDatabase;
import io.dbops.verification.KillPoint;
import io.dbops.verification.Seed;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Kills a process that restores, during and after calls to the target, and another one that goes on with it; a third one ends it. In
 * the profile soak at every call, else at a sample.
 */
final class RestoreCrashTest {

    private static final int SAMPLE = 1;
    private static final RestoreOptions RESUME =
            RestoreOptions.builder().resume().build();

    private final BackupKeys keys = KeyGenerator.generate(new SecureRandom());

    @TempDir
    Path temp;

    @ParameterizedTest
    @EnumSource(names = {"H2", "POSTGRESQL_15", "POSTGRESQL_18", "MYSQL_8_0", "MARIADB_10_11", "MARIADB_11_4"})
    @Timeout(value = 120, unit = TimeUnit.MINUTES)
    void a_restore_that_was_killed_is_resumed_and_killed_again_and_ends_equal(ServerKind kind) throws Exception {
        KeyFile.write(temp.resolve("keys"), keys);
        try (TestDatabase source = BackupSubjects.database(kind);
                DbOps dbOps = BackupSubjects.dbOps(source.dataSource(), store(), keys)) {
            SampleShop shop = new SampleShop(source);
            shop.create();
            Map<String, String> expected = shop.digests();
            dbOps.backups().full(BackupSubjects.SMALL_CHUNKS);
            int calls = calls(kind, dbOps);
            assertThat(calls).isGreaterThan(40);

            Seed seed = Seed.ofThisRun();
            for (KillPoint point : points(calls, seed)) {
                try (TestDatabase target = BackupSubjects.database(kind)) {
                    String what = seed + ": " + kind + " killed at call " + point + ", " + kill(target, point, false);
                    if (isPartlyThere(target)) {
                        // the same point may lie behind the end of what is left
                        KillPoint again = new KillPoint(1 + point.call() / 3, point.during());
                        what += ", and again at " + kill(target, again, true);
                    }
                    end(dbOps, target, what);
                    assertThat(new SampleShop(target).digests()).as(what).isEqualTo(expected);
                    assertThat(tables(target)).as(what).doesNotContain(RestoreJournal.NAME);
                }
            }
        }
    }

    /** Whoever does not ask for it goes on with nothing; where nothing of the backup was made yet a plain restore is right. */
    private static void end(DbOps dbOps, TestDatabase target, String what) throws Exception {
        if (isPartlyThere(target)) {
            assertThatThrownBy(() -> dbOps.backups().restore(RecoveryTarget.latest(), target.dataSource()))
                    .as(what)
                    .isInstanceOfSatisfying(
                            DbOpsException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RESTORE_FAILED))
                    .hasMessageContaining("RestoreOptions.resume()");
            dbOps.backups().restore(RecoveryTarget.latest(), target.dataSource(), RESUME);
        } else if (Collections.disjoint(tables(target), SampleShop.TABLES)) {
            dbOps.backups().restore(RecoveryTarget.latest(), target.dataSource());
        }
    }

    private static boolean isPartlyThere(TestDatabase target) throws SQLException {
        Set<String> tables = tables(target);
        return tables.contains(RestoreJournal.NAME) && !Collections.disjoint(tables, SampleShop.TABLES);
    }

    private static List<KillPoint> points(int calls, Seed seed) {
        List<KillPoint> points = new ArrayList<>();
        for (int call = 1; call <= calls; call++) {
            points.add(new KillPoint(call, false));
            points.add(new KillPoint(call, true));
        }
        Random random = seed.random();
        Collections.shuffle(points, random);
        return points.subList(0, Math.min(points.size(), Seed.rounds(SAMPLE)));
    }

    private int calls(ServerKind kind, DbOps dbOps) throws SQLException {
        try (TestDatabase target = BackupSubjects.database(kind)) {
            KillPoint.Calls counter = new KillPoint.Calls(new KillPoint(0, false), name -> {});
            dbOps.backups().restore(RecoveryTarget.latest(), counter.over(target.dataSource()));
            return counter.number();
        }
    }

    private String kill(TestDatabase target, KillPoint point, boolean resume) throws Exception {
        // By default H2 writes a commit up to a second later, and here everything is over by then.
        String url =
                target.server().kind() == ServerKind.H2 ? target.jdbcUrlWith("WRITE_DELAY", "0") : target.jdbcUrl();
        return CrashingRestore.run(target, url, temp.resolve("repository"), temp.resolve("keys"), point, resume);
    }

    private static Set<String> tables(TestDatabase target) throws SQLException {
        Set<String> names = new TreeSet<>();
        try (Connection connection = target.dataSource().getConnection();
                ResultSet rows = connection.getMetaData().getTables(connection.getCatalog(), null, "%", null)) {
            while (rows.next()) {
                names.add(rows.getString("TABLE_NAME").toLowerCase(Locale.ROOT));
            }
        }
        return names;
    }

    private FileSystemStore store() {
        return FileSystemStore.at(temp.resolve("repository"));
    }
}
