package io.dbops.verification.migration;

import static io.dbops.verification.migration.Databases.query;
import static io.dbops.verification.migration.Databases.quoted;
import static io.dbops.verification.migration.Databases.script;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbops.testservers.ServerKind;
import io.dbops.testservers.TestDatabase;
import io.dbops.verification.migration.MigratingJvm.Lock;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** Two JVMs that migrate the same empty database at the same time. */
final class Race {

    private Race() {}

    static void run(Path scripts, Lock lock, ServerKind kind, TestDatabase database) throws Exception {
        run(scripts, lock, kind, database.jdbcUrl(), database.user(), database.password(), database.dataSource());
    }

    static void run(
            Path scripts, Lock lock, ServerKind kind, String url, String user, String password, DataSource connections)
            throws Exception {
        script(scripts, "V1__t.sql", "CREATE TABLE t (id INT);");
        for (int i = 2; i <= 12; i++) {
            script(scripts, "V" + i + "__x.sql", "INSERT INTO t VALUES (" + i + ");");
        }
        try (MigratingJvm one = MigratingJvm.start(lock, url, user, password, scripts);
                MigratingJvm other = MigratingJvm.start(lock, url, user, password, scripts)) {
            one.begin();
            other.begin();
            List<String> applied = Stream.of(one.await("applied"), other.await("applied"))
                    .flatMap(ids -> Stream.of(ids.split(",")))
                    .filter(id -> !id.isEmpty())
                    .toList();

            assertThat(applied)
                    .containsExactlyInAnyOrder("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12");
            assertThat(one.exitCode()).isZero();
            assertThat(other.exitCode()).isZero();
            assertThat(query(connections, "SELECT COUNT(*) FROM t")).isEqualTo("11");
            assertThat(query(connections, "SELECT COUNT(*) FROM " + quoted(kind, "dbops_history")))
                    .isEqualTo("12");
        }
    }
}
