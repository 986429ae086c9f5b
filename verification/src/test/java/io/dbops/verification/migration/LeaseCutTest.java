package io.dbops.verification.migration;

import static io.dbops.verification.migration.Databases.query;
import static io.dbops.verification.migration.Databases.quoted;
import static io.dbops.verification.migration.Databases.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dbops.DbOps;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.migration.MigrateOptions;
import io.dbops.migration.MigrationReport;
import io.dbops.spi.OperationEvent;
import io.dbops.spi.OperationListener;
import io.dbops.testkit.CuttingProxy;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.TestDatabase;
import io.dbops.verification.ProxiedDatabase;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A lease whose renewals go through a network that fails, while the connection that migrates is well. */
@Timeout(120)
final class LeaseCutTest {

    private static final MigrateOptions OPTIONS =
            MigrateOptions.builder().lease(Duration.ofSeconds(1)).build();

    @TempDir
    Path scripts;

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL_14", "POSTGRESQL_18", "MYSQL_8_0", "MARIADB_10_11", "MARIADB_11_4"})
    void aConnectionThatIsCutIsReplacedBeforeTheLeaseRunsOut(ServerKind kind) throws Exception {
        scripts(kind);
        try (TestDatabase database = Databases.create(kind);
                ProxiedDatabase proxied = ProxiedDatabase.of(database)) {
            Others others = new Others(database);
            DbOps db = dbOps(throughProxy(database, proxied), database, at("2", event -> {
                proxied.proxy().cut();
                others.start();
            }));

            assertThat(db.migrations().migrate(OPTIONS).applied()).hasSize(3);

            assertThat(others.report().applied()).isEmpty();
            assertThat(query(database.dataSource(), "SELECT COUNT(*) FROM t")).isEqualTo("2");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL_14", "POSTGRESQL_18", "MYSQL_8_0", "MARIADB_10_11", "MARIADB_11_4"})
    void aHolderThatCannotRenewStopsAndAnotherGoesOn(ServerKind kind) throws Exception {
        losesTheLease(kind, CuttingProxy::refuse);
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL_18", "MYSQL_8_0", "MARIADB_11_4"})
    void aRenewalThatHangsHoldsUpNobody(ServerKind kind) throws Exception {
        losesTheLease(kind, CuttingProxy::stall);
    }

    /** As whoever takes over does once it is idle. */
    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL_18", "MYSQL_8_0", "MARIADB_11_4"})
    void aHolderThatCannotRenewAndWhoseSessionIsEndedHasLostTheLock(ServerKind kind) throws Exception {
        scripts(kind);
        try (TestDatabase database = Databases.create(kind);
                ProxiedDatabase proxied = ProxiedDatabase.of(database)) {
            FutureTask<Boolean> ending = new FutureTask<>(() -> {
                SlowInsert.await(database);
                Thread.sleep(2 * OPTIONS.lease().toMillis());
                SlowInsert.end(database);
                return true;
            });
            DbOps db = dbOps(throughProxy(database, proxied), database, at("2", event -> {
                proxied.proxy().refuse();
                new Thread(ending, "another that ends the session").start();
            }));

            DbOpsException failure = catchThrowableOfType(
                    DbOpsException.class, () -> db.migrations().migrate(OPTIONS));

            assertThat(ending.get()).isTrue();
            assertThat(failure.code()).as(failure.getMessage()).isEqualTo(ErrorCode.LOCK_LOST);
            assertThat(failure).hasMessageContaining("or could not be confirmed");
        }
    }

    private void losesTheLease(ServerKind kind, Consumer<CuttingProxy> trouble) throws Exception {
        scripts(kind);
        try (TestDatabase database = Databases.create(kind);
                ProxiedDatabase proxied = ProxiedDatabase.of(database)) {
            Others others = new Others(database);
            DbOps db = dbOps(throughProxy(database, proxied), database, at("2", event -> {
                trouble.accept(proxied.proxy());
                others.start();
            }));

            DbOpsException failure = catchThrowableOfType(
                    DbOpsException.class, () -> db.migrations().migrate(OPTIONS));

            assertThat(failure.code()).isEqualTo(ErrorCode.LOCK_LOST);
            assertThat(others.report().applied()).isNotEmpty();
            assertThat(query(database.dataSource(), "SELECT COUNT(*) FROM t")).isEqualTo("2");
            assertThat(query(
                            database.dataSource(),
                            "SELECT COUNT(*) FROM " + quoted(kind, "dbops_history") + " WHERE " + quoted(kind, "state")
                                    + " = 'COMPLETED'"))
                    .isEqualTo("3");
        }
    }

    private void scripts(ServerKind kind) throws IOException {
        script(scripts, "V1__t.sql", "CREATE TABLE t (id INT);");
        script(scripts, "V2__slow.sql", SlowInsert.sql(kind.family()));
        script(scripts, "V3__x.sql", "INSERT INTO t VALUES (3);");
    }

    private DbOps dbOps(DataSource connections, TestDatabase database, OperationListener listener) {
        return DbOps.builder()
                .dataSource(connections)
                .migrationsFrom(scripts)
                .dialect(LeaseOnly.of(database.jdbcUrl(), false))
                .listener(listener)
                .build();
    }

    private static OperationListener at(String item, OperationListener then) {
        return event -> {
            if (event.kind() == OperationEvent.Kind.ITEM_STARTED && event.item().equals(item)) {
                then.onEvent(event);
            }
        };
    }

    /** The first connection, which migrates, goes straight to the server; those that renew go through the proxy. */
    private static DataSource throughProxy(TestDatabase database, ProxiedDatabase proxied) {
        AtomicInteger lent = new AtomicInteger();
        return (DataSource) Proxy.newProxyInstance(
                DataSource.class.getClassLoader(), new Class<?>[] {DataSource.class}, (self, method, arguments) -> {
                    try {
                        boolean first = method.getName().equals("getConnection") && lent.getAndIncrement() == 0;
                        return method.invoke(first ? database.dataSource() : proxied.dataSource(), arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /** Another instance of the application, which migrates at the same time over a network that is well. */
    private final class Others {

        private final FutureTask<MigrationReport> migration;

        Others(TestDatabase database) {
            DbOps db = dbOps(database.dataSource(), database, event -> {});
            this.migration = new FutureTask<>(() -> {
                SlowInsert.await(database);
                try (Connection hurry = SlowInsert.hurry(database)) {
                    return db.migrations().migrate(OPTIONS);
                }
            });
        }

        void start() {
            new Thread(migration, "another that migrates").start();
        }

        MigrationReport report() throws Exception {
            return migration.get();
        }
    }
}
