package io.dbops.verification.migration;

import static io.dbops.verification.migration.Databases.execute;
import static io.dbops.verification.migration.Databases.query;
import static io.dbops.verification.migration.Databases.script;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbops.DbOps;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.TestDatabase;
import io.dbops.testservers.TestServers;
import io.dbops.verification.Heard;
import io.dbops.verification.KillPoint;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * H2 alters a table by a copy, which it fills, and which takes the table's name once that is dropped, each in a commit of its own: a
 * crash may leave the copy beside the table, or in its place.
 */
final class HalfAlteredTest {

    private static final String COPY = "CREATE TABLE t_copy_7_3 AS SELECT id, 3 AS m FROM t";
    private static final String COPIES =
            "SELECT COUNT(*) FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_NAME LIKE 'T\\_COPY\\_%'";

    @TempDir
    Path scripts;

    private final Heard warnings = Heard.warnings();

    @Test
    void theCopyBesideTheTableIsRemovedAndTheStatementRunAgain() throws Exception {
        try (TestDatabase database = dyingAtTheAlter("SELECT 1")) {
            execute(database.dataSource(), COPY);

            goOn(database);

            assertThat(warnings.details())
                    .singleElement()
                    .asString()
                    .contains("V1__t.sql:3", "DROP TABLE", "T_COPY_7_3");
            assertThat(query(database.dataSource(), COPIES)).isEqualTo("0");
        }
    }

    @Test
    void theCopyInTheTablesPlaceIsGivenItsName() throws Exception {
        try (TestDatabase database = dyingAtTheAlter("SELECT 1")) {
            execute(database.dataSource(), COPY);
            execute(database.dataSource(), "DROP TABLE t");

            goOn(database);

            assertThat(warnings.details()).singleElement().asString().contains("V1__t.sql:3", "took effect");
            assertThat(query(database.dataSource(), COPIES)).isEqualTo("0");
        }
    }

    @Test
    void aTableThatWasThereBeforeIsLeftAloneWhateverItsName() throws Exception {
        try (TestDatabase database = dyingAtTheAlter("CREATE TABLE t_copy_1_1 (id INT)")) {
            goOn(database);

            assertThat(warnings.details()).isEmpty();
            assertThat(query(database.dataSource(), COPIES)).isEqualTo("1");
        }
    }

    /** What the statement was to leave is there, whatever it was that it left first. */
    private void goOn(TestDatabase database) throws Exception {
        DbOps db = DbOps.builder()
                .dataSource(database.dataSource())
                .migrationsFrom(scripts)
                .listener(warnings)
                .build();
        db.migrations().migrate();
        assertThat(query(database.dataSource(), "SELECT LISTAGG(id || ':' || m, ' ') FROM t"))
                .isEqualTo("1:3 2:3");
        assertThat(db.migrations().validate().faults()).isEmpty();
    }

    /** A database where the journal says that the ALTER was about to run. */
    private TestDatabase dyingAtTheAlter(String before) throws Exception {
        script(
                scripts,
                "V1__t.sql",
                "CREATE TABLE t (id INT);",
                "INSERT INTO t VALUES (1), (2);",
                "ALTER TABLE t ADD COLUMN m INT DEFAULT 3;");
        for (int call = 1; ; call++) {
            TestDatabase database = TestServers.server(ServerKind.H2).createDatabase();
            execute(database.dataSource(), before);
            KillPoint.Calls calls = new KillPoint.Calls(new KillPoint(call, false), name -> {
                throw new Died();
            });
            try {
                Databases.dbOps(calls.over(database.dataSource()), scripts)
                        .migrations()
                        .migrate();
                throw new AssertionError("no call is the one behind which the ALTER runs");
            } catch (Died e) {
                if (isAboutToAlter(database.dataSource())) {
                    return database;
                }
                database.close();
            }
        }
    }

    private static boolean isAboutToAlter(DataSource connections) throws Exception {
        String tables = "SELECT COUNT(*) FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_NAME = 'dbops_journal'";
        String columns = "SELECT COUNT(*) FROM INFORMATION_SCHEMA.COLUMNS WHERE TABLE_NAME = 'T' AND COLUMN_NAME = 'M'";
        return query(connections, tables).equals("1")
                && query(connections, columns).equals("0")
                && query(
                                connections,
                                "SELECT COUNT(*) FROM \"dbops_journal\" WHERE \"state\" = 'RUNNING' AND \"place\" LIKE '%:3'")
                        .equals("1");
    }

    /** Ends the run as a crash would, as far as the journal goes. */
    private static final class Died extends Error {
        private static final long serialVersionUID = 1L;
    }
}
