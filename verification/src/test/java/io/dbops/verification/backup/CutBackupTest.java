package io.dbops.verification.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbops.DbOps;
import io.dbops.backup.BackupKeys;
import io.dbops.backup.BackupLabel;
import io.dbops.backup.RecoveryTarget;
import io.dbops.backup.VerifyLevel;
import io.dbops.backup.key.KeyGenerator;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.testkit.CuttingProxy;
import io.dbops.testkit.CuttingProxy.Direction;
import io.dbops.testkit.InMemoryStore;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.TestDatabase;
import io.dbops.verification.ProxiedDatabase;
import io.dbops.verification.Seed;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import javax.sql.DataSource;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** The network to the database dies, after any number of bytes in either direction, under a backup and under a restore. */
@Timeout(300)
final class CutBackupTest {

    private static final int SOME = 6;
    private static final int SECONDS_FOR_A_LOCK = 20;

    private final Seed seed = Seed.ofThisRun();
    private final Random random = seed.random();
    private final BackupKeys keys = KeyGenerator.generate(new SecureRandom());
    private final InMemoryStore store = new InMemoryStore();

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "H2")
    void a_backup_fails_and_leaves_nothing_listed_stored_or_locked(ServerKind kind) throws Exception {
        try (TestDatabase database = BackupSubjects.database(kind);
                ProxiedDatabase proxied = ProxiedDatabase.of(database)) {
            SmallLedger.create(database.dataSource());
            backUp(proxied.dataSource(), new InMemoryStore());
            Cuts cuts = new Cuts(proxied.proxy());
            for (int round = 0; round < Seed.rounds(SOME); round++) {
                String cut = cuts.prepare(proxied.proxy());
                try {
                    backUp(proxied.dataSource(), store);
                    throw new AssertionError("it succeeded");
                } catch (DbOpsException e) {
                    assertThat(e.code()).as(e.getMessage()).isEqualTo(ErrorCode.CONNECTION);
                    assertThat(store.list(""))
                            .extracting(each -> each.key().value())
                            .noneMatch(key -> key.startsWith("objects/") || key.startsWith("manifests/"));
                    nothingIsLocked(database, round);
                } catch (AssertionError e) {
                    throw new AssertionError(cut, e);
                } finally {
                    proxied.proxy().heal();
                }
            }
            BackupLabel label = backUp(database.dataSource(), store);
            try (DbOps dbOps = BackupSubjects.dbOps(database.dataSource(), store, keys)) {
                assertThat(dbOps.backups().verify(label, VerifyLevel.FULL).faults())
                        .isEmpty();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "H2")
    void a_restore_fails_and_the_next_one_elsewhere_succeeds(ServerKind kind) throws Exception {
        try (TestDatabase database = BackupSubjects.database(kind)) {
            SmallLedger.create(database.dataSource());
            BackupLabel label = backUp(database.dataSource(), store);
            Cuts cuts;
            try (TestDatabase target = BackupSubjects.database(kind);
                    ProxiedDatabase proxied = ProxiedDatabase.of(target)) {
                restore(label, proxied.dataSource());
                cuts = new Cuts(proxied.proxy());
                assertThat(SmallLedger.contents(target.dataSource()))
                        .isEqualTo(SmallLedger.contents(database.dataSource()));
            }
            for (int round = 0; round < Seed.rounds(SOME); round++) {
                try (TestDatabase target = BackupSubjects.database(kind);
                        ProxiedDatabase proxied = ProxiedDatabase.of(target)) {
                    String cut = cuts.prepare(proxied.proxy());
                    try {
                        restore(label, proxied.dataSource());
                        throw new AssertionError("it succeeded");
                    } catch (DbOpsException e) {
                        assertThat(e.code()).as(cut + ": " + e.getMessage()).isEqualTo(ErrorCode.CONNECTION);
                    } catch (AssertionError e) {
                        throw new AssertionError(cut, e);
                    }
                }
            }
            try (TestDatabase target = BackupSubjects.database(kind)) {
                restore(label, target.dataSource());
                assertThat(SmallLedger.contents(target.dataSource()))
                        .isEqualTo(SmallLedger.contents(database.dataSource()));
            }
        }
    }

    private BackupLabel backUp(DataSource connections, InMemoryStore into) {
        try (DbOps dbOps = BackupSubjects.dbOps(connections, into, keys)) {
            return dbOps.backups().full().label();
        }
    }

    private void restore(BackupLabel label, DataSource target) {
        try (DbOps dbOps = BackupSubjects.dbOps(target, store, keys)) {
            dbOps.backups().restore(RecoveryTarget.of(label), target);
        }
    }

    private static void nothingIsLocked(TestDatabase database, int round) {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(SECONDS_FOR_A_LOCK);
            statement.execute("ALTER TABLE account ADD COLUMN extra" + round + " INT");
        } catch (SQLException e) {
            throw new AssertionError("a lock is left", e);
        }
    }

    /** Where to cut: anywhere in what an undisturbed run sent. */
    private final class Cuts {

        private final long toServer;
        private final long toClient;

        Cuts(CuttingProxy undisturbed) {
            this.toServer = undisturbed.passed(Direction.TO_SERVER);
            this.toClient = undisturbed.passed(Direction.TO_CLIENT);
        }

        String prepare(CuttingProxy proxy) {
            Direction direction = random.nextBoolean() ? Direction.TO_SERVER : Direction.TO_CLIENT;
            long sent = direction == Direction.TO_SERVER ? toServer : toClient;
            // what differs from run to run, such as labels and compressed rows, is far less than a tenth
            long after = (long) (random.nextDouble() * 0.9 * sent);
            proxy.cutAfter(direction, after);
            return "cut after " + after + " of " + sent + " bytes " + direction + ", " + seed;
        }
    }
}
