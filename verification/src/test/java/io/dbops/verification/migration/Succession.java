package io.dbops.verification.migration;

import static io.dbops.verification.migration.Databases.query;
import static io.dbops.verification.migration.Databases.script;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbops.DbOps;
import io.dbops.migration.AppliedMigration;
import io.dbops.migration.MigrationReport;
import io.dbops.testservers.TestDatabase;
import io.dbops.verification.Heard;
import java.nio.file.Path;
import java.sql.Connection;
import javax.sql.DataSource;

/** A JVM is killed while the server executes a statement of its second migration, and another run follows at once. */
final class Succession {

    private Succession() {}

    /**
     * The statement of the dead is waited for, and its migration applied once.
     *
     * @param header of the script that is executed when its JVM is killed
     * @param url by which that JVM connects
     * @param follower by which the other run connects
     */
    static void check(Path scripts, String header, String url, DataSource follower, TestDatabase database)
            throws Exception {
        script(scripts, "V1__t.sql", "CREATE TABLE t (id INT);");
        script(
                scripts,
                "V2__slow.sql",
                header,
                SlowInsert.sql(database.server().kind().family()));
        try (MigratingJvm holder = MigratingJvm.start(url, database.user(), database.password(), scripts)) {
            holder.begin();
            holder.await("started 2");
            SlowInsert.await(database);
            holder.kill();
        }
        Heard waits = Heard.waits();
        DbOps db = DbOps.builder()
                .dataSource(follower)
                .migrationsFrom(scripts)
                .listener(waits)
                .build();

        MigrationReport report;
        try (Connection hurry = SlowInsert.hurry(database)) {
            report = db.migrations().migrate();
        }

        assertThat(report.applied()).extracting(AppliedMigration::id).containsExactly("2");
        assertThat(query(database.dataSource(), "SELECT COUNT(*) FROM t")).isEqualTo("1");
        assertThat(waits.details()).anySatisfy(detail -> assertThat(detail).contains("unfinished run"));
        assertThat(db.migrations().validate().faults()).isEmpty();
    }
}
