package io.dbops.verification.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbops.DbOps;
import io.dbops.backup.BackupKeys;
import io.dbops.backup.BackupOptions;
import io.dbops.backup.BackupReport;
import io.dbops.backup.BackupType;
import io.dbops.backup.RecoveryTarget;
import io.dbops.backup.RestoreOptions;
import io.dbops.backup.key.KeyGenerator;
import io.dbops.backup.store.FileSystemStore;
import io.dbops.error.DbOpsException;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.TestDatabase;
import io.dbops.value.ByteSize;
import io.dbops.value.QualifiedName;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Large objects come back with their contents, holes, owners, privileges and comments. */
final class PostgreSqlLargeObjectsTest {

    /** Nothing, little, more than a page, several chunks, one with a hole of 50 MB, and many. */
    private static final String OBJECTS = """
            SELECT lo_create(5000), lo_from_bytea(5001, 'a'), lo_from_bytea(5002, convert_to(repeat('page', 1000), 'UTF8'));
            SELECT lo_from_bytea(5003, (SELECT string_agg(sha256(i::text::bytea), '' ORDER BY i) FROM generate_series(1, 10000) i));
            SELECT lo_create(5004), lo_put(5004, 50000000, 'far'), lo_put(5004, 10, 'near'), lo_put(5004, 20000, '\\x00ff0a09');
            SELECT count(lo_from_bytea(i::oid, i::text::bytea)) FROM generate_series(7000, 9500) i;
            COMMENT ON LARGE OBJECT 5001 IS 'one''s';
            GRANT SELECT ON LARGE OBJECT 5001 TO PUBLIC;
            ALTER LARGE OBJECT 5002 OWNER TO pg_monitor;
            GRANT SELECT, UPDATE ON LARGE OBJECT 5002 TO pg_read_all_stats WITH GRANT OPTION;
            """;

    private static final String CONTENTS =
            "SELECT format('%s %s %s %s %s %s', m.oid, md5(lo_get(m.oid)), pg_get_userbyid(lomowner),"
                    + " lomacl, obj_description(m.oid, 'pg_largeobject'), (SELECT count(*) FROM pg_largeobject p WHERE p.loid = m.oid))"
                    + " FROM pg_largeobject_metadata m ORDER BY m.oid";

    private static final BackupOptions SMALL =
            BackupOptions.builder().chunkSize(ByteSize.ofKiB(64)).build();
    private static final QualifiedName TABLE = new QualifiedName("pg_catalog", "pg_largeobject");

    @TempDir
    Path temp;

    private final BackupKeys keys = KeyGenerator.generate(new SecureRandom());

    @ParameterizedTest
    @MethodSource("io.dbops.verification.postgresql.Servers#all")
    void they_come_back_and_what_did_not_change_is_not_stored_again(ServerKind kind) throws Exception {
        try (TestDatabase source = Servers.database(kind);
                TestDatabase target = Servers.database(kind);
                DbOps dbOps = dbOps(source)) {
            Sql.run(source.dataSource(), "CREATE TABLE t AS SELECT 1 AS x; " + OBJECTS);
            BackupReport full = dbOps.backups().full(SMALL);
            assertThat(full.tables()).isEqualTo(2);

            Sql.run(
                    source.dataSource(),
                    "SELECT lo_put(9000, 0, 'changed'), lo_from_bytea(60000, 'new'), lo_unlink(7100)");
            BackupReport incremental = dbOps.backups().incremental(SMALL);
            assertThat(incremental.backup().type()).isEqualTo(BackupType.INCREMENTAL);
            assertThat(incremental.reusedChunks()).isGreaterThan(8);
            List<String> before = contents(source);
            assertThat(before).hasSize(5 + 2501);

            dbOps.backups().restore(RecoveryTarget.latest(), target.dataSource());

            assertThat(contents(target)).isEqualTo(before);
            assertThat(Sql.text(target.dataSource(), "SELECT x FROM t")).isEqualTo("1");
        }
    }

    @ParameterizedTest
    @MethodSource("io.dbops.verification.postgresql.Servers#ends")
    void they_can_be_backed_up_and_restored_alone(ServerKind kind) throws Exception {
        try (TestDatabase source = Servers.database(kind);
                TestDatabase target = Servers.database(kind);
                DbOps dbOps = dbOps(source)) {
            Sql.run(source.dataSource(), "CREATE TABLE t AS SELECT 1 AS x; " + OBJECTS);
            dbOps.backups().full(SMALL);
            Sql.run(target.dataSource(), "CREATE TABLE t AS SELECT 2 AS x; SELECT lo_create(1)");
            RestoreOptions only = RestoreOptions.builder().tables(TABLE).build();

            assertThatThrownBy(() -> dbOps.backups().restore(RecoveryTarget.latest(), target.dataSource(), only))
                    .isInstanceOf(DbOpsException.class)
                    .hasMessageContaining(TABLE.toString());
            assertThatThrownBy(() -> dbOps.backups().restore(RecoveryTarget.latest(), target.dataSource()))
                    .isInstanceOf(DbOpsException.class)
                    .hasMessageContaining("The target has large objects already.");
            Sql.run(target.dataSource(), "SELECT lo_unlink(1)");
            dbOps.backups().restore(RecoveryTarget.latest(), target.dataSource(), only);

            assertThat(contents(target)).isEqualTo(contents(source));
            assertThat(Sql.text(target.dataSource(), "SELECT x FROM t")).isEqualTo("2");
            Sql.run(target.dataSource(), "DROP TABLE t; SELECT count(lo_unlink(oid)) FROM pg_largeobject_metadata");

            dbOps.backups().full(BackupOptions.builder().schemas("pg_catalog").build());
            dbOps.backups().restore(RecoveryTarget.latest(), target.dataSource());

            assertThat(contents(target)).isEqualTo(contents(source));
            assertThat(Sql.text(target.dataSource(), "SELECT count(*) FROM pg_tables WHERE tablename = 't'"))
                    .isEqualTo("0");
        }
    }

    private DbOps dbOps(TestDatabase source) {
        return DbOps.builder()
                .dataSource(source.dataSource())
                .backupsTo(FileSystemStore.at(temp))
                .backupKeys(() -> keys)
                .build();
    }

    private static List<String> contents(TestDatabase database) throws SQLException {
        return Sql.rows(database.dataSource(), CONTENTS);
    }
}
