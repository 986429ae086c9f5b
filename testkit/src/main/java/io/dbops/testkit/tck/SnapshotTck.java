package io.dbops.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.snapshot.BlockedSession;
import io.dbops.spi.snapshot.BlockedWatch;
import io.dbops.spi.snapshot.BlockingSnapshot;
import io.dbops.spi.snapshot.SnapshotSession;
import io.dbops.spi.snapshot.TableData;
import io.dbops.spi.snapshot.TableReader;
import io.dbops.spi.sql.Feature;
import io.dbops.testkit.tck.CapturedSnapshot.Chunk;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The contract of {@link SnapshotSession}: one moment, and the proof of it; part of {@link BackupStrategyTck}. */
abstract class SnapshotTck extends ReaderTck {

    @Test
    void aSnapshotSeesOneMomentWhileOthersCommit() throws Exception {
        List<String> before;
        CapturedSnapshot captured;
        try (Connection writer = source().getConnection()) {
            before = SampleAccounts.rows(writer);
            try (SnapshotSession session = open(SMALL_CHUNKS)) {
                SampleAccounts.changeEverything(writer);
                captured = CapturedSnapshot.of(session);
            }
            assertThat(SampleAccounts.rows(writer)).isNotEqualTo(before);
        }
        captured.restore(strategy(), target());
        try (Connection connection = target().getConnection()) {
            assertThat(SampleAccounts.rows(connection)).isEqualTo(before);
        }
    }

    @Test
    void asManyReadersAsPromisedCanBeOpenAtOnce() throws Exception {
        try (SnapshotSession session = open(SMALL_CHUNKS)) {
            assertThat(session.maxReaders()).isPositive();
            List<TableReader> readers = new ArrayList<>();
            try {
                TableData table = CapturedSnapshot.table(session.tables(), "account");
                for (int i = 0; i < Math.min(2, session.maxReaders()); i++) {
                    readers.add(session.openReader());
                }
                for (TableReader reader : readers) {
                    assertThat(CapturedSnapshot.read(
                                            reader, table, table.chunks().get(0))
                                    .rows())
                            .isPositive();
                }
            } finally {
                for (TableReader reader : readers) {
                    reader.close();
                }
            }
        }
    }

    @Test
    void severalReadersShareTheSnapshotExactlyWhereTheProbeSaysSo() throws Exception {
        boolean promised = probed(Feature.SHARED_SNAPSHOT);
        try (SnapshotSession session = open(SMALL_CHUNKS)) {
            assertThat(session.maxReaders() > 1).isEqualTo(promised);
        }
    }

    @Test
    void tablesAreListedByNameAndViewsAreNot() throws Exception {
        executeInSource("CREATE TABLE middle (id INT PRIMARY KEY)");
        executeInSource("CREATE VIEW beginning AS SELECT id FROM account");
        try (SnapshotSession session = open(SMALL_CHUNKS)) {
            assertThat(namesOf(session.tables())).containsExactly("account", "middle", "nothing");
        }
    }

    private static List<String> namesOf(List<TableData> tables) {
        return tables.stream()
                .map(table -> table.name().name().toLowerCase(Locale.ROOT))
                .toList();
    }

    @Test
    void onlyTheSchemasThatWereAskedForAreRead() throws Exception {
        assumeTrue(databasesHoldSchemas(), "a schema is a database");
        executeInSource("CREATE SCHEMA annexe");
        executeInSource("CREATE TABLE annexe.thing (id INT PRIMARY KEY)");
        String current;
        try (Connection connection = source().getConnection()) {
            current = DialectFixture.query(connection, dialect().historySql().currentSchemaQuery())
                    .get(0);
        }
        try (SnapshotSession session = open(source(), Set.of(current), SMALL_CHUNKS)) {
            assertThat(namesOf(session.tables())).containsExactly("account", "nothing");
        }
        try (SnapshotSession session = open(source(), Set.of(), SMALL_CHUNKS)) {
            assertThat(namesOf(session.tables())).containsExactlyInAnyOrder("account", "nothing", "thing");
        }
    }

    @Test
    void ddlIsKeptOutOrTearsTheBackup() throws Exception {
        for (String ddl : List.of("ALTER TABLE account ADD COLUMN extra INT", "DROP TABLE nothing")) {
            String table = ddl.contains("account") ? "account" : "nothing";
            try (Connection other = bystander();
                    SnapshotSession session = open(SMALL_CHUNKS)) {
                DialectFixture.execute(other, boundDdlWaits());
                if (attempt(other, ddl) != null) {
                    assertThat(session.finish()).isNotNull();
                } else {
                    requireTorn(catchThrowable(session::finish), table);
                }
            }
        }
    }

    private static void requireTorn(@Nullable Throwable failure, String table) {
        assertThat(failure)
                .isInstanceOfSatisfying(
                        DbOpsException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BACKUP_TORN))
                .hasMessageMatching("(?is).*" + table + ".*");
    }

    private @Nullable Throwable attempt(Connection other, String ddl) {
        return assertTimeoutPreemptively(noWait(), () -> catchThrowable(() -> DialectFixture.execute(other, ddl)));
    }

    /** Where the database lets the DDL pass beside the snapshot, nobody waits and there is nothing to see. */
    @Test
    void whoWaitsForASnapshotIsSeenAndLetGo() throws Exception {
        try (Connection other = bystander();
                SnapshotSession session = open(SMALL_CHUNKS)) {
            assumeTrue(session instanceof BlockingSnapshot, "nobody waits for a snapshot of this strategy");
            BlockingSnapshot blocking = (BlockingSnapshot) session;
            FutureTask<Void> ddl = new FutureTask<>(() -> {
                DialectFixture.execute(other, "ALTER TABLE account ADD COLUMN extra INT");
                return null;
            });
            Thread thread = new Thread(ddl, "tck-ddl");
            thread.start();
            try (BlockedWatch watch = blocking.watch()) {
                List<BlockedSession> blocked = blockedOrDone(watch, ddl);
                assertThat(blocked.isEmpty()).as("nobody is seen to wait").isEqualTo(ddl.isDone());
                assertThat(blocked).allSatisfy(each -> {
                    assertThat(each.direct()).isTrue();
                    assertThat(each.session()).isNotBlank();
                    assertThat(each.object()).isNotBlank();
                });
            } finally {
                blocking.release();
                blocking.release();
            }
            assertThat(catchThrowable(() -> ddl.get(noWait().toSeconds(), TimeUnit.SECONDS)))
                    .as("who waited goes on")
                    .isNull();
            assertThat(catchThrowable(session::finish))
                    .as("a snapshot that was given up")
                    .isNotNull();
        }
    }

    private List<BlockedSession> blockedOrDone(BlockedWatch watch, FutureTask<Void> ddl) throws Exception {
        long end = System.nanoTime() + noWait().toNanos();
        List<BlockedSession> blocked = watch.blocked();
        while (blocked.isEmpty() && !ddl.isDone() && System.nanoTime() < end) {
            Thread.sleep(20);
            blocked = watch.blocked();
        }
        return blocked;
    }

    @Test
    void ddlIsKeptOutWhereTheProbeSaysSo() throws Exception {
        assumeTrue(probed(Feature.DDL_LOCK), "the database promises no lock of definitions");
        try (Connection other = bystander();
                SnapshotSession session = open(SMALL_CHUNKS)) {
            DialectFixture.execute(other, boundDdlWaits());
            assertThat(attempt(other, "ALTER TABLE account ADD COLUMN extra INT"))
                    .isNotNull();
            assertThat(attempt(other, "DROP TABLE nothing")).isNotNull();
            assertThat(session.finish()).isNotNull();
        }
    }

    @Test
    void aTableThatIsSwappedIsReadAsItWasOrTearsTheBackup() throws Exception {
        executeInSource("CREATE TABLE twin (id INT PRIMARY KEY, balance INT NOT NULL, note VARCHAR(200))");
        requireAccountsOrTorn("ALTER TABLE account RENAME TO away", "ALTER TABLE twin RENAME TO account");
    }

    @Test
    void aTableThatIsTruncatedIsReadAsItWasOrTearsTheBackup() throws Exception {
        requireAccountsOrTorn("TRUNCATE TABLE account");
    }

    private void requireAccountsOrTorn(String... ddl) throws Exception {
        try (Connection other = bystander();
                SnapshotSession session = open(SMALL_CHUNKS)) {
            DialectFixture.execute(other, boundDdlWaits());
            for (String each : ddl) {
                attempt(other, each);
            }
            Throwable failure = catchThrowable(() -> {
                List<Chunk> chunks = CapturedSnapshot.of(session).chunksOf("account");
                assertThat(chunks.stream().mapToLong(Chunk::rows).sum()).isEqualTo(ACCOUNTS);
            });
            if (failure != null) {
                // A reader may meet a table that is gone; what that means, the end says.
                requireTorn(failure instanceof SQLException ? catchThrowable(session::finish) : failure, "account");
            }
        }
    }
}
