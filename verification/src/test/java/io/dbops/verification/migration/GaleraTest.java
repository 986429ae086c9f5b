package io.dbops.verification.migration;

import static io.dbops.verification.migration.Databases.execute;
import static io.dbops.verification.migration.Databases.query;
import static io.dbops.verification.migration.Databases.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dbops.DbOps;
import io.dbops.migration.AppliedMigration;
import io.dbops.migration.MigrateOptions;
import io.dbops.migration.MigrationReport;
import io.dbops.mysql.MariaDbDialect;
import io.dbops.spi.sql.Capabilities;
import io.dbops.spi.sql.Feature;
import io.dbops.testservers.DatabaseServer;
import io.dbops.testservers.GaleraCluster;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.TestDatabase;
import io.dbops.verification.Heard;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Migrations on a real cluster of two nodes that both take writes, where the lock of either server is worth nothing. */
@Timeout(180)
final class GaleraTest {

    private static final Map<ServerKind, GaleraCluster> CLUSTERS = new ConcurrentHashMap<>();
    private static final MigrateOptions OPTIONS =
            MigrateOptions.builder().lease(MigratingJvm.LEASE).build();

    @TempDir
    Path scripts;

    @TempDir
    Path first;

    @AfterAll
    static void stop() {
        CLUSTERS.values().forEach(GaleraCluster::close);
        CLUSTERS.clear();
    }

    private static GaleraCluster cluster(ServerKind kind) {
        Optional<String> missing = GaleraCluster.missing(kind);
        assumeTrue(missing.isEmpty(), () -> "Galera on " + kind + ": MISSING, " + missing.orElse(""));
        return CLUSTERS.computeIfAbsent(kind, GaleraCluster::start);
    }

    /** The URL of that database on the other node, which has it as soon as it has caught up. */
    private static String onOtherNode(GaleraCluster cluster, TestDatabase database) throws Exception {
        DatabaseServer other = cluster.node(2);
        String listed =
                "SELECT COUNT(*) FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = '" + database.name() + "'";
        while (query(other.dataSource(), listed).equals("0")) {
            Thread.sleep(10);
        }
        return other.adminUrl().replace("/?", "/" + database.name() + "?");
    }

    private DbOps dbOps(String url, TestDatabase database, Heard waited) {
        return DbOps.builder()
                .dataSource(database.dataSource(url))
                .migrationsFrom(scripts)
                .listener(waited)
                .build();
    }

    private static MigratingJvm jvm(String url, TestDatabase database, Path scripts) throws Exception {
        return MigratingJvm.start(url, database.user(), database.password(), scripts);
    }

    @ParameterizedTest
    @EnumSource(names = {"MARIADB_10_11", "MARIADB_11_4"})
    void eachNodeGrantsTheSameLockSoTheDialectDoesNotTrustIt(ServerKind kind) throws Exception {
        GaleraCluster cluster = cluster(kind);
        try (Connection one = cluster.node(1).dataSource().getConnection();
                Connection other = cluster.node(2).dataSource().getConnection()) {
            assertThat(getLock(one)).isEqualTo(1);
            assertThat(getLock(other)).isEqualTo(1);

            Capabilities probed = new MariaDbDialect().probe(one);

            assertThat(probed.has(Feature.SESSION_LOCK)).isFalse();
            assertThat(probed.support(Feature.SESSION_LOCK).reason()).contains("Galera");
        }
    }

    private static int getLock(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT GET_LOCK('shop', 0)")) {
            row.next();
            return row.getInt(1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MARIADB_10_11", "MARIADB_11_4"})
    void twoJvmsOnTwoNodesApplyEachMigrationOnce(ServerKind kind) throws Exception {
        GaleraCluster cluster = cluster(kind);
        script(scripts, "V1__t.sql", "CREATE TABLE t (id INT PRIMARY KEY AUTO_INCREMENT, n INT);");
        for (int i = 2; i <= 12; i++) {
            script(scripts, "V" + i + "__x.sql", "INSERT INTO t (n) VALUES (" + i + ");");
        }
        try (TestDatabase database = cluster.node(1).createDatabase();
                MigratingJvm one = jvm(database.jdbcUrl(), database, scripts);
                MigratingJvm other = jvm(onOtherNode(cluster, database), database, scripts)) {
            one.begin();
            other.begin();
            List<String> applied = Stream.of(one.await("applied"), other.await("applied"))
                    .flatMap(ids -> Stream.of(ids.split(",")))
                    .filter(id -> !id.isEmpty())
                    .toList();

            assertThat(applied)
                    .containsExactlyInAnyOrder("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12");
            assertThat(query(database.dataSource(), "SELECT COUNT(*) FROM t")).isEqualTo("11");
            DbOps db = dbOps(database.jdbcUrl(), database, Heard.waits());
            assertThat(db.migrations().validate().faults()).isEmpty();
            assertThat(db.migrations().migrate().lock())
                    .startsWith("a lease row")
                    .contains("Galera");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MARIADB_10_11", "MARIADB_11_4"})
    void aKilledHolderOnOneNodeIsFollowedOnTheOtherWhichCannotSeeItsSession(ServerKind kind) throws Exception {
        GaleraCluster cluster = cluster(kind);
        script(scripts, "V1__t.sql", "CREATE TABLE t (id INT PRIMARY KEY AUTO_INCREMENT, n INT);");
        script(scripts, "V2__slow.sql", "INSERT INTO t (n) SELECT 1 FROM (SELECT SLEEP(3)) s;");
        try (TestDatabase database = cluster.node(1).createDatabase()) {
            try (MigratingJvm holder = jvm(database.jdbcUrl(), database, scripts)) {
                holder.begin();
                holder.await("started 2");
                SlowInsert.await(database);
                holder.kill();
            }
            Heard waited = Heard.waits();
            DbOps db = dbOps(onOtherNode(cluster, database), database, waited);

            MigrationReport report = db.migrations().migrate(OPTIONS);

            assertThat(report.applied()).extracting(AppliedMigration::id).containsExactly("2");
            assertThat(waited.details())
                    .anySatisfy(detail -> assertThat(detail).contains("held by process"))
                    .anySatisfy(detail -> assertThat(detail).contains("unfinished run"));
            assertThat(query(database.dataSource(), "SELECT COUNT(*) FROM t")).isEqualTo("1");
            assertThat(db.migrations().validate().faults()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MARIADB_10_11", "MARIADB_11_4"})
    void aHolderThatStoodStillOnOneNodeCommitsNothingAfterTheOtherHasTakenOver(ServerKind kind) throws Exception {
        GaleraCluster cluster = cluster(kind);
        script(scripts, "V1__t.sql", "CREATE TABLE t (id INT PRIMARY KEY AUTO_INCREMENT, n INT);");
        script(scripts, "V2__slow.sql", "INSERT INTO t (n) SELECT 1 FROM (SELECT SLEEP(3)) s;");
        script(scripts, "V3__x.sql", "INSERT INTO t (n) VALUES (3);");
        try (TestDatabase database = cluster.node(1).createDatabase();
                MigratingJvm holder = jvm(database.jdbcUrl(), database, scripts)) {
            holder.begin();
            holder.await("started 2");
            SlowInsert.await(database);
            holder.signal("STOP");
            DbOps db = dbOps(onOtherNode(cluster, database), database, Heard.waits());

            MigrationReport report = db.migrations().migrate(OPTIONS);

            assertThat(report.applied()).extracting(AppliedMigration::id).containsExactly("2", "3");
            holder.signal("CONT");
            assertThat(holder.await("failed")).startsWith("LOCK_LOST");
            assertThat(query(database.dataSource(), "SELECT COUNT(*) FROM t")).isEqualTo("2");
            assertThat(db.migrations().validate().faults()).isEmpty();
        }
    }

    /** The whole cluster's writes wait for DDL, the holder's signs of life too, for far longer than the lease. */
    @ParameterizedTest
    @EnumSource(names = {"MARIADB_10_11", "MARIADB_11_4"})
    void aHolderThatIsSilencedByItsOwnDdlKeepsTheLease(ServerKind kind) throws Exception {
        GaleraCluster cluster = cluster(kind);
        script(scripts, "V1__t.sql", "CREATE TABLE t (id INT PRIMARY KEY);");
        script(
                scripts,
                "V2__slow.sql",
                "ALTER TABLE t ADD COLUMN h VARCHAR(128) AS"
                        + " (SHA2(REPEAT(id, 2000000), 512)) PERSISTENT, ALGORITHM = COPY;");
        script(scripts, "V3__x.sql", "INSERT INTO t (id) VALUES (0);");
        try (TestDatabase database = cluster.node(1).createDatabase()) {
            String otherUrl = onOtherNode(cluster, database);
            script(first, "V1__t.sql", "CREATE TABLE t (id INT PRIMARY KEY);");
            Databases.dbOps(database.dataSource(), first).migrations().migrate();
            execute(database.dataSource(), "INSERT INTO t SELECT seq FROM seq_1000001_to_1000320");
            try (MigratingJvm holder = jvm(database.jdbcUrl(), database, scripts)) {
                holder.begin();
                holder.await("started 2");
                DbOps db = dbOps(otherUrl, database, Heard.waits());

                MigrationReport report = db.migrations().migrate(OPTIONS);

                assertThat(report.applied()).isEmpty();
                assertThat(holder.await("applied")).isEqualTo("2,3");
                assertThat(db.migrations().validate().faults()).isEmpty();
            }
        }
    }
}
