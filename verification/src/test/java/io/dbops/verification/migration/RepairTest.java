package io.dbops.verification.migration;

import static io.dbops.verification.migration.Databases.query;
import static io.dbops.verification.migration.Databases.quoted;
import static io.dbops.verification.migration.Databases.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbops.DbOps;
import io.dbops.error.DbOpsException;
import io.dbops.migration.MigrationState;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A repair shows what it changes before it does, and then the history is valid. */
final class RepairTest {

    @TempDir
    Path scripts;

    @ParameterizedTest
    @EnumSource(names = {"H2", "POSTGRESQL_14", "POSTGRESQL_18", "MYSQL_8_0", "MARIADB_11_4"})
    void aChangedSourceABrokenChainAndAFailureAreRepairedAsShown(ServerKind kind) throws Exception {
        script(scripts, "V1__a.sql", "CREATE TABLE a (id INT);");
        script(scripts, "V2__b.sql", "CREATE TABLE b (id INT);");
        script(scripts, "V3__wrong.sql", "INSERT INTO a VALUES ('one');");
        try (TestDatabase database = Databases.create(kind)) {
            DbOps db = Databases.dbOps(database.dataSource(), scripts);
            assertThatThrownBy(() -> db.migrations().migrate()).isInstanceOf(DbOpsException.class);
            String history = quoted(kind, "dbops_history");
            String kept = "SELECT " + quoted(kind, "started_at") + " FROM " + history + " WHERE " + quoted(kind, "id")
                    + " = '2'";
            String startedAt = query(database.dataSource(), kept);
            script(scripts, "V1__a.sql", "CREATE TABLE a (id INT, more INT);");
            Databases.execute(
                    database.dataSource(),
                    "UPDATE " + history + " SET " + quoted(kind, "rows_changed") + " = 7 WHERE " + quoted(kind, "id")
                            + " = '2'");
            assertThat(db.migrations().validate().faults()).hasSize(3);

            List<String> planned = db.migrations().planRepair().changes();

            assertThat(planned).anyMatch(change -> change.contains("V1__a.sql") && change.contains("checksum becomes"));
            assertThat(planned).anyMatch(change -> change.contains("history row 2 (2) does not continue the chain"));
            assertThat(planned).anyMatch(change -> change.contains("V3__wrong.sql") && change.contains("forgotten"));
            assertThat(db.migrations().validate().faults()).hasSize(3);

            assertThat(db.migrations().repair().changes()).isEqualTo(planned);

            assertThat(db.migrations().validate().faults()).isEmpty();
            assertThat(db.migrations().planRepair().changes()).isEmpty();
            assertThat(db.migrations().repair().changes()).isEmpty();
            assertThat(query(database.dataSource(), kept)).isEqualTo(startedAt);
            assertThat(db.migrations().status().count(MigrationState.PENDING)).isEqualTo(1);
            script(scripts, "V3__wrong.sql", "INSERT INTO a VALUES (1);");
            assertThat(db.migrations().migrate().applied()).hasSize(1);
            assertThat(db.migrations().validate().faults()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"H2", "MYSQL_8_0"})
    void aFailureOfWhichAPartMayBeThereIsNotForgotten(ServerKind kind) throws Exception {
        script(scripts, "V1__a.sql", "CREATE TABLE a (id INT);", "INSERT INTO nowhere VALUES (1);");
        try (TestDatabase database = Databases.create(kind)) {
            DbOps db = Databases.dbOps(database.dataSource(), scripts);
            assertThatThrownBy(() -> db.migrations().migrate()).isInstanceOf(DbOpsException.class);

            assertThat(db.migrations().repair().changes()).isEmpty();
            assertThat(db.migrations().status().count(MigrationState.FAILED)).isEqualTo(1);
        }
    }
}
