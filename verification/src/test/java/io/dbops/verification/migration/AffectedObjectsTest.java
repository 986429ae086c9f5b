package io.dbops.verification.migration;

import static io.dbops.verification.migration.Databases.query;
import static io.dbops.verification.migration.Databases.script;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbops.DbOps;
import io.dbops.migration.AppliedMigration;
import io.dbops.migration.MigrationReport;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a migration touches, in its plan and in its report, under the names that the catalogue has. */
final class AffectedObjectsTest {

    @TempDir
    Path scripts;

    @ParameterizedTest
    @EnumSource(names = {"H2", "POSTGRESQL_18", "MYSQL_8_0", "MARIADB_11_4"})
    void planAndReportNameTheObjects(ServerKind kind) throws Exception {
        script(
                scripts,
                "V1__t.sql",
                "CREATE TABLE Parcel (id INT PRIMARY KEY, name VARCHAR(20));",
                "CREATE INDEX parcel_name ON Parcel (name);",
                "ALTER TABLE Parcel ADD COLUMN weight INT;",
                "INSERT INTO Parcel VALUES (1, 'DROP TABLE Parcel', 2);",
                "INSERT INTO Parcel VALUES (2, 'b', 3);",
                "CREATE VIEW heavy AS SELECT id FROM Parcel WHERE weight > 2;",
                "CREATE TABLE gone (id INT);",
                "DROP TABLE gone;");
        try (TestDatabase database = Databases.create(kind)) {
            DbOps db = Databases.dbOps(database.dataSource(), scripts);
            List<String> planned =
                    db.migrations().planMigrate().pending().get(0).affectedObjects();
            String parcel = asRead(kind, "Parcel");
            String index = asRead(kind, "parcel_name");
            assertThat(planned)
                    .containsExactly(
                            "CREATE TABLE " + parcel,
                            "CREATE INDEX " + index + " / " + parcel,
                            "ALTER TABLE " + parcel,
                            "WRITE TABLE " + parcel,
                            "CREATE VIEW " + asRead(kind, "heavy"),
                            "CREATE TABLE " + asRead(kind, "gone"),
                            "DROP TABLE " + asRead(kind, "gone"));
            assertThat(db.migrations().planMigrate().toString()).contains("-- affects: CREATE TABLE " + parcel);
            MigrationReport report = db.migrations().migrate();
            assertThat(report.applied())
                    .extracting(AppliedMigration::affectedObjects)
                    .containsExactly(planned);
            assertThat(report.toJson()).contains("\"affectedObjects\":[\"CREATE TABLE " + parcel + "\"");
            assertThat(query(
                            database.dataSource(),
                            "SELECT COUNT(*) FROM information_schema.tables WHERE table_name IN ('" + parcel + "', '"
                                    + asRead(kind, "heavy") + "') AND table_schema NOT IN ('information_schema')"))
                    .isEqualTo("2");
        }
    }

    private static String asRead(ServerKind kind, String name) {
        return switch (kind.family()) {
            case H2 -> name.toUpperCase(Locale.ROOT);
            case POSTGRESQL -> name.toLowerCase(Locale.ROOT);
            case MYSQL, MARIADB -> name;
        };
    }
}
