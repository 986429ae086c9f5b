package io.dbops.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.BackupStrategy;
import io.dbops.spi.snapshot.RestoreSession;
import io.dbops.spi.snapshot.SchemaItem;
import io.dbops.spi.snapshot.SnapshotRequest;
import io.dbops.spi.snapshot.SnapshotScope;
import io.dbops.spi.snapshot.SnapshotSession;
import io.dbops.spi.snapshot.StrategyReport;
import io.dbops.spi.snapshot.TableData;
import io.dbops.spi.snapshot.TableReader;
import io.dbops.spi.sql.DatabaseIdentity;
import io.dbops.testkit.CountingDataSource;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * The contract of {@link BackupStrategy} with its snapshot and restore sessions, on a real database. A strategy's tests
 * extend this class, once for each version that it serves.
 */
public abstract class BackupStrategyTck extends LoaderTck {

    /** For subclasses. */
    protected BackupStrategyTck() {}

    @Test
    void itSupportsItsOwnDatabaseUnderAStableId() throws SQLException {
        try (Connection connection = source().getConnection()) {
            assertThat(strategy().supports(DatabaseIdentity.of(connection))).isTrue();
        }
        assertThat(strategy().supports(new DatabaseIdentity("SQLite", "3.50", 3, 50)))
                .isFalse();
        assertThat(strategy().id())
                .matches("[a-z][a-z0-9-]*")
                .isEqualTo(strategy().id());
    }

    @Test
    void aCheckFindsNoFaultHereAndChangesNothing() throws SQLException {
        try (Connection connection = source().getConnection()) {
            List<String> before = SampleAccounts.rows(connection);
            StrategyReport report = strategy().check(connection, SnapshotScope.all());
            assertThat(report.faults()).isEmpty();
            assertThat(report.consistency()).isNotBlank();
            assertThat(report.notCaptured()).allSatisfy(each -> assertThat(each).isNotBlank());
            assertThat(SampleAccounts.rows(connection)).isEqualTo(before);
        }
        assertThat(source().changes()).isEmpty();
    }

    @Test
    void aCheckTellsWhyABackupWouldBeRefused() throws Exception {
        try (Connection connection = connectionsThatMayNotReadAccounts().getConnection()) {
            assertThat(strategy().check(connection, SnapshotScope.all()).faults())
                    .isNotEmpty()
                    .allSatisfy(each -> assertThat(each).isNotBlank());
        }
    }

    @Test
    void aSchemaThatIsNotThereIsNamed() throws Exception {
        Set<String> missing = Set.of("nowhere");
        try (Connection connection = source().getConnection()) {
            assertThatThrownBy(() -> strategy().check(connection, SnapshotScope.of(missing)))
                    .isInstanceOfSatisfying(
                            DbOpsException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIGURATION))
                    .hasMessageContaining("nowhere");
        }
        assertThatThrownBy(() -> open(source(), missing, SMALL_CHUNKS).close())
                .isInstanceOfSatisfying(
                        DbOpsException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIGURATION))
                .hasMessageContaining("nowhere");
        assertThat(source().out()).isZero();
    }

    @Test
    void whatCannotBeWhollyReadIsRefusedAndEverythingReleased() throws Exception {
        CountingDataSource blind = CountingDataSource.over(connectionsThatMayNotReadAccounts());
        assertThatThrownBy(() -> open(blind, Set.of(), SMALL_CHUNKS).close())
                .isInstanceOfAny(DbOpsException.class, SQLException.class);
        assertThat(blind.borrowed()).isPositive();
        assertThat(blind.out()).isZero();
        assertThat(blind.changes()).isEmpty();
    }

    @Test
    void noLockIsWaitedForLongerThanTheRequestAllows() throws Exception {
        assumeTrue(keepReadersOut().isPresent(), "nothing keeps readers out");
        SnapshotRequest request = new SnapshotRequest(source(), Set.of(), 1, SMALL_CHUNKS, Duration.ofSeconds(1));
        ExecutorService opener = Executors.newSingleThreadExecutor();
        Throwable refusal;
        try (Connection holder = source().getConnection()) {
            holder.setAutoCommit(false);
            DialectFixture.execute(holder, keepReadersOut().orElseThrow());
            Future<Boolean> opening = opener.submit(() -> {
                strategy().openSnapshot(request).close();
                return true;
            });
            refusal = catchThrowable(() -> opening.get(noWait().toMillis(), TimeUnit.MILLISECONDS));
            holder.rollback();
            holder.setAutoCommit(true);
        }
        opener.shutdown();
        assertThat(opener.awaitTermination(noWait().toMillis(), TimeUnit.MILLISECONDS))
                .as("the opening ends when the lock is free")
                .isTrue();
        assertThat(refusal).as("the refusal while a lock is held").isInstanceOf(ExecutionException.class);
        assertThat(source().out()).isZero();
    }

    @Test
    void connectionsComeBackAsTheyWent() throws Exception {
        capture().restore(strategy(), target());
        assertThat(source().borrowed()).isPositive();
        assertThat(source().out()).isZero();
        assertThat(source().changes()).isEmpty();
        assertThat(target().out()).isZero();
        assertThat(target().changes()).isEmpty();
    }

    @Test
    void connectionsComeBackAfterAStreamThatFailed() throws Exception {
        IOException full = new IOException("disk full");
        try (SnapshotSession session = open(SMALL_CHUNKS);
                TableReader reader = session.openReader()) {
            TableData table = CapturedSnapshot.table(session.tables(), "account");
            assertThatThrownBy(() -> reader.read(table, table.chunks().get(0), new OutputStream() {
                        @Override
                        public void write(int value) throws IOException {
                            throw full;
                        }
                    }))
                    .isInstanceOfAny(IOException.class, SQLException.class);
        }
        assertThat(source().out()).isZero();
        assertThat(source().changes()).isEmpty();
    }

    @Test
    void aPreflightRefusesATargetThatIsNotEmptyAndNamesWhatIsThere() throws Exception {
        CapturedSnapshot captured = capture();
        try (RestoreSession session = strategy().openRestore(target())) {
            assertThat(session.preflight(captured.schemas())).isEmpty();
        }
        try (Connection connection = target().getConnection()) {
            DialectFixture.execute(connection, "CREATE TABLE obstacle (id INT)");
        }
        // Where a schema is a database, the target's own is meant.
        try (RestoreSession session = strategy().openRestore(target())) {
            assertThat(session.preflight(captured.schemas()))
                    .anySatisfy(sentence ->
                            assertThat(sentence.toLowerCase(Locale.ROOT)).contains("obstacle"));
        }
    }

    @Test
    void aDefinitionHasAKindInLowerCaseAndNoTerminator() throws Exception {
        executeInSource("CREATE VIEW rich AS SELECT id FROM account WHERE balance > 50");
        for (SchemaItem item : capture().definitions) {
            assertThat(item.kind()).matches("[a-z][a-z ]*");
            assertThat(item.sql().strip()).isNotEmpty().doesNotEndWith(";");
        }
    }

    @Test
    void aRestoredDatabaseHoldsTheSameRowsAndRules() throws Exception {
        capture().restore(strategy(), target());
        try (Connection one = source().getConnection();
                Connection two = target().getConnection()) {
            assertThat(SampleAccounts.rows(two)).isEqualTo(SampleAccounts.rows(one));
            assertThatThrownBy(() -> DialectFixture.execute(two, "INSERT INTO account (id, balance) VALUES (1, 1)"))
                    .as("the primary key is there")
                    .isInstanceOf(SQLException.class);
            assertThat(DialectFixture.query(two, "SELECT COUNT(*) FROM nothing"))
                    .containsExactly("0");
        }
    }

    @Test
    void whatDependsOnRowsAndTablesComesAfterThem() throws Exception {
        executeInSource("CREATE VIEW a_view AS SELECT id FROM account WHERE balance > 50");
        executeInSource("CREATE TABLE aa_child (id INT PRIMARY KEY, account_id INT NOT NULL,"
                + " FOREIGN KEY (account_id) REFERENCES account (id))");
        executeInSource("INSERT INTO aa_child VALUES (1, 3000)");
        capture().restore(strategy(), target());
        try (Connection connection = target().getConnection()) {
            assertThat(DialectFixture.query(connection, "SELECT COUNT(*) FROM a_view"))
                    .containsExactly("" + ACCOUNTS);
            assertThatThrownBy(() -> DialectFixture.execute(connection, "INSERT INTO aa_child VALUES (2, 9999)"))
                    .as("the foreign key is there")
                    .isInstanceOf(SQLException.class);
        }
    }

    @Test
    void aKeyThatTheDatabaseFillsGoesOnWhereItStood() throws Exception {
        executeInSource("CREATE TABLE ticket (id " + identityColumn() + ", note VARCHAR(20))");
        for (int i = 0; i < 3; i++) {
            executeInSource("INSERT INTO ticket (note) VALUES ('used')");
        }
        executeInSource("DELETE FROM ticket WHERE id > 1");
        capture().restore(strategy(), target());
        try (Connection connection = target().getConnection()) {
            DialectFixture.execute(connection, "INSERT INTO ticket (note) VALUES ('next')");
            assertThat(DialectFixture.query(connection, "SELECT id FROM ticket ORDER BY id"))
                    .containsExactly("1", "4");
        }
    }
}
