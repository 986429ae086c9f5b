package io.dbops.verification.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbops.DbOps;
import io.dbops.backup.BackupKeys;
import io.dbops.backup.RecoveryPlan;
import io.dbops.backup.RecoveryTarget;
import io.dbops.backup.RestoreOptions;
import io.dbops.backup.RestoreReport;
import io.dbops.backup.key.KeyGenerator;
import io.dbops.backup.store.FileSystemStore;
import io.dbops.error.DbOpsException;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.ServerKind.Family;
import io.dbops.testservers.TestDatabase;
import io.dbops.value.QualifiedName;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Chosen tables and schemas of a backup come back, beside what is there. */
final class PartialRestoreTest {

    private final BackupKeys keys = KeyGenerator.generate(new SecureRandom());

    @TempDir
    Path temp;

    @ParameterizedTest
    @EnumSource
    void a_dropped_table_comes_back_into_the_living_database(ServerKind kind) throws Exception {
        try (TestDatabase database = BackupSubjects.database(kind);
                DbOps dbOps = dbOps(database)) {
            SampleShop shop = new SampleShop(database);
            shop.create();
            Map<String, String> before = shop.digests();
            dbOps.backups().full(BackupSubjects.SMALL_CHUNKS);
            QualifiedName purchase = name(database, "purchase");
            RestoreOptions only = RestoreOptions.builder().tables(purchase).build();

            RecoveryPlan refused = dbOps.backups().planRestore(RecoveryTarget.latest(), database.dataSource(), only);
            assertThat(refused.faults()).singleElement().asString().contains(purchase.name());

            shop.execute("DROP VIEW spending", "DROP TABLE purchase", "INSERT INTO nothing VALUES (1, 'later')");
            RecoveryPlan plan = dbOps.backups().planRestore(RecoveryTarget.latest(), database.dataSource(), only);
            assertThat(plan.faults()).isEmpty();
            assertThat(plan.tables()).isOne();
            assertThat(plan.rows()).isEqualTo(6000);
            RestoreReport report = dbOps.backups().restore(RecoveryTarget.latest(), database.dataSource(), only);

            assertThat(report.tables()).isOne();
            assertThat(report.rows()).isEqualTo(6000);
            // the foreign key needs a table that was not chosen; on MySQL it is a part of the table, and the other is
            // there
            if (kind.family() == Family.MYSQL || kind.family() == Family.MARIADB) {
                assertThat(report.leftOut()).isEmpty();
            } else {
                assertThat(report.leftOut()).isNotEmpty().allSatisfy(each -> assertThat(each)
                        .containsIgnoringCase("customer"));
                shop.execute("ALTER TABLE purchase ADD CONSTRAINT purchase_customer"
                        + " FOREIGN KEY (customer_id) REFERENCES customer (id)");
                shop.execute("ALTER TABLE purchase ADD FOREIGN KEY (customer_id) REFERENCES customer (id)");
            }
            assertThat(BackupSubjects.scalar(database, "SELECT COUNT(*) FROM nothing"))
                    .isEqualTo("1");
            shop.execute(
                    "DELETE FROM nothing",
                    "CREATE VIEW spending AS SELECT c.id, SUM(p.amount) AS spent FROM customer c JOIN purchase p"
                            + " ON p.customer_id = c.id GROUP BY c.id");
            Map<String, String> after = shop.digests();
            assertThat(after).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_chosen_table_brings_what_it_needs_and_leaves_out_what_needs_others(ServerKind kind) throws Exception {
        try (TestDatabase source = BackupSubjects.database(kind);
                TestDatabase target = BackupSubjects.database(kind);
                DbOps dbOps = dbOps(source)) {
            SampleShop shop = new SampleShop(source);
            shop.create();
            dbOps.backups().full(BackupSubjects.SMALL_CHUNKS);

            RestoreReport report = dbOps.backups()
                    .restore(
                            RecoveryTarget.latest(),
                            target.dataSource(),
                            RestoreOptions.builder()
                                    .tables(name(source, "purchase"))
                                    .build());

            assertThat(report.leftOut()).isNotEmpty().allSatisfy(each -> assertThat(each)
                    .containsIgnoringCase("customer"));
            assertThat(BackupSubjects.scalar(target, "SELECT COUNT(*) FROM purchase"))
                    .isEqualTo("6000");
            assertThatThrownBy(() -> BackupSubjects.scalar(target, "SELECT COUNT(*) FROM customer"))
                    .isInstanceOf(SQLException.class);
            new SampleShop(target).execute("INSERT INTO purchase VALUES (-1, 99999999, 'no such customer', 1)");
            assertThatThrownBy(() -> new SampleShop(target)
                            .execute("INSERT INTO purchase VALUES (-1, 1, 'the key is there', 1)"))
                    .isInstanceOf(SQLException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"H2", "POSTGRESQL_14", "POSTGRESQL_18"})
    void schemas_tables_types_and_partitions(ServerKind kind) throws Exception {
        boolean postgresql = kind.family() == Family.POSTGRESQL;
        try (TestDatabase source = BackupSubjects.database(kind);
                TestDatabase target = BackupSubjects.database(kind);
                DbOps dbOps = dbOps(source)) {
            SampleShop some = new SampleShop(source);
            some.execute(
                    "CREATE SCHEMA a",
                    "CREATE SCHEMA b",
                    "CREATE DOMAIN b.amount AS INT CHECK (VALUE > 0)",
                    "CREATE SEQUENCE b.numbers START WITH 50",
                    "CREATE TABLE a.first (id INT PRIMARY KEY, price b.amount, no INT DEFAULT "
                            + (postgresql ? "nextval('b.numbers')" : "NEXT VALUE FOR b.numbers") + ")",
                    "CREATE TABLE a.other (id INT PRIMARY KEY)",
                    "CREATE TABLE b.third (id INT PRIMARY KEY)",
                    "INSERT INTO a.first (id, price) VALUES (1, 10), (2, 20)",
                    "INSERT INTO a.other VALUES (1)",
                    "INSERT INTO b.third VALUES (1)");
            if (postgresql) {
                some.execute(
                        "CREATE TABLE b.parted (id INT, at INT, PRIMARY KEY (id, at)) PARTITION BY RANGE (at)",
                        "CREATE TABLE a.parted_1 PARTITION OF b.parted FOR VALUES FROM (0) TO (10)",
                        "CREATE TABLE b.parted_2 PARTITION OF b.parted FOR VALUES FROM (10) TO (20)",
                        "INSERT INTO b.parted SELECT i, i FROM generate_series(0, 19) i",
                        "CREATE INDEX parted_at ON b.parted (at)",
                        "COMMENT ON COLUMN b.parted.at IS 'when'",
                        "CREATE FUNCTION b.check_it() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
                        "CREATE TRIGGER checked BEFORE INSERT ON a.first FOR EACH ROW EXECUTE FUNCTION b.check_it()");
            }
            dbOps.backups().full();
            String first = postgresql ? "first" : "FIRST";
            String a = postgresql ? "a" : "A";

            restore(dbOps, target, RestoreOptions.builder().tables(new QualifiedName(a, first)));
            assertThat(BackupSubjects.scalar(target, "SELECT SUM(no) FROM a.first"))
                    .isEqualTo("101");
            SampleShop there = new SampleShop(target);
            there.execute("INSERT INTO a.first (id, price) VALUES (3, 30)");
            assertThat(BackupSubjects.scalar(target, "SELECT no FROM a.first WHERE id = 3"))
                    .isEqualTo("52");
            assertThatThrownBy(() -> there.execute("INSERT INTO a.first (id, price) VALUES (4, -1)"))
                    .isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> BackupSubjects.scalar(target, "SELECT COUNT(*) FROM a.other"))
                    .isInstanceOf(SQLException.class);

            // what is there stays: its sequence goes on where it was
            there.execute("DROP TABLE a.first");
            RestoreReport again =
                    restore(dbOps, target, RestoreOptions.builder().tables(new QualifiedName(a, first)));
            assertThat(again.leftOut())
                    .anySatisfy(each -> assertThat(each).containsIgnoringCase("b.numbers was there"));
            there.execute("INSERT INTO a.first (id, price) VALUES (3, 30)");
            assertThat(BackupSubjects.scalar(target, "SELECT no FROM a.first WHERE id = 3"))
                    .isEqualTo("53");

            if (postgresql) {
                RestoreReport parted =
                        restore(dbOps, target, RestoreOptions.builder().tables(new QualifiedName("b", "parted")));
                assertThat(parted.rows()).isEqualTo(20);
                assertThat(BackupSubjects.scalar(target, "SELECT COUNT(*) FROM a.parted_1"))
                        .isEqualTo("10");
                assertThat(BackupSubjects.scalar(target, "SELECT col_description('b.parted'::regclass, 2)"))
                        .isEqualTo("when");
                there.execute("DROP SCHEMA a CASCADE", "DROP SCHEMA b CASCADE");
            } else {
                there.execute("DROP SCHEMA a CASCADE", "DROP SCHEMA b CASCADE");
            }
            restore(dbOps, target, RestoreOptions.builder().schemas(a));
            assertThat(BackupSubjects.scalar(target, "SELECT COUNT(*) FROM a.other"))
                    .isEqualTo("1");
            assertThatThrownBy(() -> BackupSubjects.scalar(target, "SELECT COUNT(*) FROM b.third"))
                    .isInstanceOf(SQLException.class);
            assertThatThrownBy(() ->
                            restore(dbOps, target, RestoreOptions.builder().schemas("absent")))
                    .isInstanceOf(DbOpsException.class)
                    .hasMessageContaining("no schema absent");
            assertThatThrownBy(() ->
                            restore(dbOps, target, RestoreOptions.builder().tables(new QualifiedName(a, "absent"))))
                    .isInstanceOf(DbOpsException.class)
                    .hasMessageContaining("no table " + a + ".absent");
        }
    }

    @Test
    void a_part_is_not_resumed() {
        RestoreOptions.Builder options = RestoreOptions.builder().schemas("a").resume();
        assertThatThrownBy(options::build)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("restore them anew");
    }

    private static RestoreReport restore(DbOps dbOps, TestDatabase target, RestoreOptions.Builder options) {
        return dbOps.backups().restore(RecoveryTarget.latest(), target.dataSource(), options.build());
    }

    private static QualifiedName name(TestDatabase database, String table) {
        return switch (database.server().kind().family()) {
            case POSTGRESQL -> new QualifiedName("public", table);
            case H2 -> new QualifiedName("PUBLIC", table.toUpperCase(Locale.ROOT));
            default -> new QualifiedName(database.name(), table);
        };
    }

    private DbOps dbOps(TestDatabase database) {
        return BackupSubjects.dbOps(database.dataSource(), FileSystemStore.at(temp.resolve("repository")), keys);
    }
}
