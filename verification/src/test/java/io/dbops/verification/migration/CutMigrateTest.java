package io.dbops.verification.migration;

import static io.dbops.verification.migration.Databases.query;
import static io.dbops.verification.migration.Databases.quoted;
import static io.dbops.verification.migration.Databases.script;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbops.DbOps;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.testkit.CuttingProxy.Direction;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.TestDatabase;
import io.dbops.verification.ProxiedDatabase;
import io.dbops.verification.Seed;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** The network to the database dies under a migration, after any number of bytes in either direction. */
@Timeout(300)
final class CutMigrateTest {

    private static final int SOME = 8;
    private static final int TABLES = 3;

    private final Seed seed = Seed.ofThisRun();
    private final Random random = seed.random();

    @TempDir
    Path scripts;

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "H2")
    void each_migration_is_applied_exactly_once_all_the_same(ServerKind kind) throws Exception {
        for (int i = 1; i <= TABLES; i++) {
            script(scripts, "V" + i + ".1__t.sql", "CREATE TABLE t" + i + " (id INT);");
            script(
                    scripts,
                    "V" + i + ".2__rows.sql",
                    "INSERT INTO t" + i + " VALUES (1);",
                    "INSERT INTO t" + i + " VALUES (2);");
        }
        long toServer;
        long toClient;
        try (TestDatabase database = Databases.create(kind);
                ProxiedDatabase proxied = ProxiedDatabase.of(database)) {
            Databases.dbOps(proxied.dataSource(), scripts).migrations().migrate();
            toServer = proxied.proxy().passed(Direction.TO_SERVER);
            toClient = proxied.proxy().passed(Direction.TO_CLIENT);
            allOnce(kind, database);
        }
        for (int round = 0; round < Seed.rounds(SOME); round++) {
            Direction direction = random.nextBoolean() ? Direction.TO_SERVER : Direction.TO_CLIENT;
            long sent = direction == Direction.TO_SERVER ? toServer : toClient;
            long after = (long) (random.nextDouble() * sent);
            try (TestDatabase database = Databases.create(kind);
                    ProxiedDatabase proxied = ProxiedDatabase.of(database)) {
                proxied.proxy().cutAfter(direction, after);
                cutOff(Databases.dbOps(proxied.dataSource(), scripts));
                goOn(database);
                allOnce(kind, database);
            } catch (AssertionError | Exception e) {
                throw new AssertionError("cut after " + after + " of " + sent + " bytes " + direction + ", " + seed, e);
            }
        }
    }

    /** The last bytes may not have been needed. */
    private static void cutOff(DbOps db) {
        try {
            db.migrations().migrate();
        } catch (DbOpsException e) {
            assertThat(e.code()).as(e.getMessage()).isEqualTo(ErrorCode.CONNECTION);
        }
    }

    private void goOn(TestDatabase database) {
        Databases.dbOps(database.dataSource(), scripts).migrations().migrate();
    }

    private void allOnce(ServerKind kind, TestDatabase database) throws Exception {
        for (int i = 1; i <= TABLES; i++) {
            assertThat(query(database.dataSource(), "SELECT COUNT(*) FROM t" + i))
                    .isEqualTo("2");
        }
        assertThat(query(
                        database.dataSource(),
                        "SELECT COUNT(*) FROM " + quoted(kind, "dbops_history") + " WHERE " + quoted(kind, "state")
                                + " = 'COMPLETED'"))
                .isEqualTo(Integer.toString(2 * TABLES));
        DbOps db = Databases.dbOps(database.dataSource(), scripts);
        assertThat(db.migrations().validate().faults()).isEmpty();
        assertThat(db.migrations().migrate().applied()).isEmpty();
    }
}
