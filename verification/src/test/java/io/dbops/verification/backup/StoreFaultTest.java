package io.dbops.verification.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbops.DbOps;
import io.dbops.backup.BackupInfo;
import io.dbops.backup.BackupKeys;
import io.dbops.backup.BackupLabel;
import io.dbops.backup.RecoveryTarget;
import io.dbops.backup.VerifyLevel;
import io.dbops.backup.VerifyReport;
import io.dbops.backup.key.KeyGenerator;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.ObjectInfo;
import io.dbops.testkit.FaultyStore;
import io.dbops.testkit.FaultyStore.Operation;
import io.dbops.testkit.InMemoryStore;
import io.dbops.testkit.StoreFault;
import io.dbops.testkit.StoreFault.Kind;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.TestDatabase;
import io.dbops.verification.Seed;
import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A store that fails in every way that it can at every call of a backup, a verification and a restore: each on H2, some,
 * chosen at random, on a server of each product.
 */
@Timeout(600)
final class StoreFaultTest {

    /** What the store does without a word; nothing but reading again can tell. */
    private static final Set<Kind> SILENT = Set.of(Kind.TRUNCATE, Kind.FLIP_BIT);

    /** Every object is longer. */
    private static final int SHORTEST = 40;

    private static final int SOME = 12;

    private final Seed seed = Seed.ofThisRun();
    private final Random random = seed.random();
    private final BackupKeys keys = KeyGenerator.generate(new SecureRandom());

    private record Fault(Operation operation, int call, StoreFault what) {}

    @FunctionalInterface
    private interface Use {
        void of(FaultyStore store) throws Exception;
    }

    @Test
    void a_backup_of_h2_survives_every_fault() throws Exception {
        backUp(ServerKind.H2, Integer.MAX_VALUE);
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL_18", "MYSQL_8_0", "MARIADB_11_4"})
    void a_backup_of_a_server_survives_some(ServerKind kind) throws Exception {
        backUp(kind, Seed.rounds(SOME));
    }

    @Test
    void a_restore_into_h2_and_a_verification_survive_every_fault() throws Exception {
        restore(ServerKind.H2, Integer.MAX_VALUE);
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL_18", "MYSQL_8_0", "MARIADB_11_4"})
    void a_restore_into_a_server_and_a_verification_survive_some(ServerKind kind) throws Exception {
        restore(kind, Seed.rounds(SOME));
    }

    private void backUp(ServerKind kind, int atMost) throws Exception {
        try (TestDatabase database = BackupSubjects.database(kind)) {
            SmallLedger.create(database.dataSource());
            InMemoryStore before = new InMemoryStore();
            try (DbOps dbOps = BackupSubjects.dbOps(database.dataSource(), before, keys)) {
                dbOps.backups().full();
            }
            for (Fault fault : faults(before, atMost, store -> backUp(database, store))) {
                InMemoryStore stored = copy(before);
                FaultyStore store = FaultyStore.over(stored).on(fault.operation(), fault.call(), fault.what());
                try {
                    backUpUnder(fault, database, store);
                } catch (AssertionError | Exception e) {
                    throw new AssertionError(fault + ", " + store.met() + ", " + seed, e);
                }
            }
        }
    }

    private BackupLabel backUp(TestDatabase database, FaultyStore store) {
        try (DbOps dbOps = BackupSubjects.dbOps(database.dataSource(), store, keys)) {
            return dbOps.backups().full().label();
        }
    }

    private void backUpUnder(Fault fault, TestDatabase database, FaultyStore store) {
        Optional<BackupLabel> taken = Optional.empty();
        try {
            taken = Optional.of(backUp(database, store));
        } catch (DbOpsException e) {
            assertThat(e.code()).as(e.getMessage()).isIn(ErrorCode.STORE, ErrorCode.INTEGRITY);
        }
        assertThat(store.met()).hasSize(1);
        store.heal();
        String harmed = store.met().get(0).split(" ")[2];
        boolean silentlyHarmed = fault.operation() == Operation.PUT
                && SILENT.contains(fault.what().kind());
        try (DbOps dbOps = BackupSubjects.dbOps(database.dataSource(), store, keys)) {
            List<BackupInfo> listed = dbOps.backups().list();
            assertThat(listed).extracting(BackupInfo::label).doesNotHaveDuplicates();
            taken.ifPresent(
                    label -> assertThat(listed).extracting(BackupInfo::label).contains(label));
            for (BackupInfo each : listed) {
                List<String> faults =
                        dbOps.backups().verify(each.label(), VerifyLevel.FULL).faults();
                if (silentlyHarmed && taken.filter(each.label()::equals).isPresent()) {
                    assertThat(faults).singleElement().satisfies(told -> assertThat(told)
                            .contains(harmed));
                } else {
                    assertThat(faults).isEmpty();
                }
            }
            assertThat(listed.size()).isBetween(1 + (taken.isPresent() ? 1 : 0), 2);
            BackupLabel next = dbOps.backups().full().label();
            assertThat(dbOps.backups().verify(next, VerifyLevel.FULL).faults()).isEmpty();
            assertThat(dbOps.backups().list()).hasSize(listed.size() + 1);
        }
    }

    private void restore(ServerKind kind, int atMost) throws Exception {
        try (TestDatabase database = BackupSubjects.database(kind)) {
            SmallLedger.create(database.dataSource());
            String contents = SmallLedger.contents(database.dataSource());
            InMemoryStore stored = new InMemoryStore();
            BackupLabel label;
            try (DbOps dbOps = BackupSubjects.dbOps(database.dataSource(), stored, keys)) {
                label = dbOps.backups().full().label();
            }
            Use restoring = store -> {
                try (TestDatabase target = BackupSubjects.database(kind)) {
                    restore(label, target, store);
                }
            };
            for (Fault fault : faults(stored, atMost, restoring)) {
                FaultyStore store = FaultyStore.over(stored).on(fault.operation(), fault.call(), fault.what());
                try (TestDatabase target = BackupSubjects.database(kind)) {
                    restoreUnder(label, target, store, contents);
                } catch (AssertionError | Exception e) {
                    throw new AssertionError(fault + ", " + store.met() + ", " + seed, e);
                }
            }
            Use verifying = store -> verify(label, database, store);
            for (Fault fault : faults(stored, atMost, verifying)) {
                FaultyStore store = FaultyStore.over(stored).on(fault.operation(), fault.call(), fault.what());
                try {
                    verifyUnder(label, database, store);
                } catch (AssertionError | Exception e) {
                    throw new AssertionError(fault + ", " + store.met() + ", " + seed, e);
                }
            }
        }
    }

    private void restore(BackupLabel label, TestDatabase target, FaultyStore store) {
        try (DbOps dbOps = BackupSubjects.dbOps(target.dataSource(), store, keys)) {
            dbOps.backups().restore(RecoveryTarget.of(label), target.dataSource());
        }
    }

    private void restoreUnder(BackupLabel label, TestDatabase target, FaultyStore store, String contents)
            throws Exception {
        boolean restored = false;
        try {
            restore(label, target, store);
            restored = true;
        } catch (DbOpsException e) {
            assertThat(e.code())
                    .as(e.getMessage())
                    .isIn(ErrorCode.STORE, ErrorCode.INTEGRITY, ErrorCode.BACKUP_NOT_FOUND);
        }
        assertThat(store.met()).hasSize(1);
        if (restored) {
            assertThat(SmallLedger.contents(target.dataSource())).isEqualTo(contents);
        }
    }

    private VerifyReport verify(BackupLabel label, TestDatabase database, FaultyStore store) {
        try (DbOps dbOps = BackupSubjects.dbOps(database.dataSource(), store, keys)) {
            return dbOps.backups().verify(label, VerifyLevel.FULL);
        }
    }

    /** What a verification was not given as it is stored it must not call sound. */
    private void verifyUnder(BackupLabel label, TestDatabase database, FaultyStore store) {
        try {
            List<String> faults = verify(label, database, store).faults();
            assertThat(store.met()).hasSize(1);
            if (store.met().get(0).startsWith("GET")) {
                assertThat(faults).isNotEmpty();
            }
        } catch (DbOpsException e) {
            assertThat(e.code())
                    .as(e.getMessage())
                    .isIn(ErrorCode.STORE, ErrorCode.INTEGRITY, ErrorCode.BACKUP_NOT_FOUND);
        }
        assertThat(store.met()).hasSize(1);
    }

    /** All that can happen to the calls that a use makes, or some of it. */
    private List<Fault> faults(InMemoryStore stored, int atMost, Use use) throws Exception {
        FaultyStore counting = FaultyStore.over(copy(stored));
        use.of(counting);
        Map<Operation, Integer> calls = new EnumMap<>(Operation.class);
        List<Fault> faults = new ArrayList<>();
        for (Operation operation : Operation.values()) {
            calls.put(operation, counting.calls(operation));
            for (int call = 1; call <= counting.calls(operation); call++) {
                for (Kind kind : Kind.values()) {
                    StoreFault what = new StoreFault(kind, place(operation, kind));
                    if (what.fits(operation)) {
                        faults.add(new Fault(operation, call, what));
                    }
                }
            }
        }
        assertThat(faults).as("what can happen to %s", calls).hasSizeGreaterThan(SOME);
        Collections.shuffle(faults, random);
        return faults.subList(0, Math.min(atMost, faults.size()));
    }

    private long place(Operation operation, Kind kind) {
        if (kind == Kind.BREAK || SILENT.contains(kind)) {
            return operation == Operation.LIST ? 0 : random.nextInt(SHORTEST);
        }
        return 0;
    }

    private static InMemoryStore copy(InMemoryStore store) throws IOException {
        InMemoryStore copy = new InMemoryStore();
        for (ObjectInfo each : store.list("")) {
            try (InputStream in = store.get(each.key())) {
                byte[] bytes = in.readAllBytes();
                copy.put(each.key(), out -> out.write(bytes));
            }
        }
        return copy;
    }
}
