package io.dbops.verification.migration;

import static io.dbops.verification.migration.Databases.dbOps;
import static io.dbops.verification.migration.Databases.query;
import static io.dbops.verification.migration.Databases.quoted;
import static io.dbops.verification.migration.Databases.script;
import static io.dbops.verification.migration.Databases.transactionalDdl;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dbops.DbOps;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.migration.MigrateOptions;
import io.dbops.migration.MigrationContext;
import io.dbops.migration.ReversibleMigration;
import io.dbops.migration.UndoOptions;
import io.dbops.migration.UndoPlan;
import io.dbops.migration.UndoReport;
import io.dbops.migration.UndoneMigration;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a migration did is taken back, recorded, and can be applied again. */
@Timeout(120)
final class UndoTest {

    @TempDir
    Path scripts;

    @ParameterizedTest
    @EnumSource
    void theLastMigrationIsTakenBackRecordedAndAppliedAgain(ServerKind kind) throws Exception {
        shop();
        try (TestDatabase database = Databases.create(kind)) {
            DataSource source = database.dataSource();
            DbOps db = dbOps(source, scripts);
            db.migrations().migrate();

            UndoPlan plan = db.migrations().planUndo();
            assertThat(plan.undone()).singleElement().satisfies(planned -> {
                assertThat(planned.id()).isEqualTo("20260102000000");
                assertThat(planned.oneTransaction()).isEqualTo(transactionalDdl(kind));
                assertThat(planned.statements()).containsExactly("DELETE FROM book WHERE id = 2", "DROP TABLE loan");
                assertThat(planned.affectedObjects()).anyMatch("DROP TABLE loan"::equalsIgnoreCase);
                assertThat(planned.lost()).anyMatch("the rows of loan, which the undo drops"::equalsIgnoreCase);
            });
            assertThat(plan.toString()).contains("-- undo 20260102000000", "\nDROP TABLE loan;");
            assertThat(plan.toJson()).contains("\"lost\":[\"");
            assertThat(tables(source)).isEqualTo("2 books, loans");

            UndoReport report = db.migrations().undo();

            assertThat(report.undone()).singleElement().satisfies(undone -> {
                assertThat(undone.id()).isEqualTo("20260102000000");
                assertThat(undone.statements()).isEqualTo(2);
                assertThat(undone.rows()).isEqualTo(1);
            });
            assertThat(report.stillApplied()).isEqualTo(1);
            assertThat(report.toJson()).contains("\"stillApplied\":1");
            assertThat(tables(source)).isEqualTo("1 books");
            assertThat(states(db)).containsExactly("20260101000000 COMPLETED", "20260102000000 ROLLED_BACK");
            assertThat(db.migrations().validate().faults()).isEmpty();
            assertThat(db.migrations().planMigrate().pending()).hasSize(1);

            assertThat(db.migrations().migrate().applied()).hasSize(1);
            assertThat(tables(source)).isEqualTo("2 books, loans");
            assertThat(db.migrations().migrate().applied()).isEmpty();
            assertThat(db.migrations().validate().faults()).isEmpty();
            assertThat(states(db)).containsExactly("20260101000000 COMPLETED", "20260102000000 COMPLETED");
            assertThat(query(source, "SELECT COUNT(*) FROM " + quoted(kind, "dbops_history")))
                    .isEqualTo("4");
        }
    }

    @ParameterizedTest
    @EnumSource
    void undoScriptsJavaAndCountGoBackInTheOrderOfApplication(ServerKind kind) throws Exception {
        script(scripts, "V1__a.sql", "CREATE TABLE a (id INT PRIMARY KEY);");
        script(scripts, "U1__a.sql", "DROP TABLE a;");
        script(scripts, "V2__b.sql", "CREATE TABLE b (id INT PRIMARY KEY);");
        script(scripts, "U2__b.sql", "DROP TABLE b;");
        try (TestDatabase database = Databases.create(kind)) {
            DbOps db = DbOps.builder()
                    .dataSource(database.dataSource())
                    .migrationsFrom(scripts)
                    .migrationsFrom(new Load())
                    .build();
            assertThat(db.migrations().migrate().applied()).hasSize(3);
            assertThat(query(database.dataSource(), "SELECT COUNT(*) FROM a")).isEqualTo("5");

            UndoReport report =
                    db.migrations().undo(UndoOptions.builder().count(2).build());
            assertThat(report.undone()).extracting(UndoneMigration::id).containsExactly("load", "2");
            assertThat(query(database.dataSource(), "SELECT COUNT(*) FROM a")).isEqualTo("0");
            assertThatThrownBy(() -> query(database.dataSource(), "SELECT COUNT(*) FROM b"))
                    .isInstanceOf(SQLException.class);

            assertThat(db.migrations().migrate().applied()).hasSize(2);
            UndoReport rest =
                    db.migrations().undo(UndoOptions.builder().count(9).build());
            assertThat(rest.undone()).extracting(UndoneMigration::id).containsExactly("load", "2", "1");
            assertThat(rest.warnings()).anyMatch(warning -> warning.contains("9 were to be undone, and 3 are applied"));
            assertThat(rest.stillApplied()).isZero();
            assertThat(db.migrations().undo().undone()).isEmpty();
            assertThat(db.migrations().validate().faults()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"H2", "POSTGRESQL_18", "MYSQL_8_0", "MARIADB_11_4"})
    void aTargetStaysAndOneAloneGoesOnlyWhenNothingDependsOnIt(ServerKind kind) throws Exception {
        shop();
        script(
                scripts,
                "20260103000000_c.sql",
                "-- dependencies: [\"20260101000000\"]",
                "-- UP",
                "CREATE TABLE c (id INT PRIMARY KEY);",
                "-- DOWN",
                "DROP TABLE c;");
        try (TestDatabase database = Databases.create(kind)) {
            DbOps db = dbOps(database.dataSource(), scripts);
            db.migrations().migrate();

            refused(db, UndoOptions.builder().only("20260101000000").build(), "20260103000000", "depends on");
            assertThat(db.migrations()
                            .undo(UndoOptions.builder().only("20260102000000").build())
                            .undone())
                    .hasSize(1);
            assertThat(tables(database.dataSource())).isEqualTo("1 books");
            assertThat(query(database.dataSource(), "SELECT COUNT(*) FROM c")).isEqualTo("0");
            assertThat(db.migrations()
                            .undo(UndoOptions.builder().to("20260101000000").build())
                            .undone())
                    .extracting(UndoneMigration::id)
                    .containsExactly("20260103000000");
            for (UndoOptions unknown : List.of(
                    UndoOptions.builder().to("7").build(),
                    UndoOptions.builder().only("20260103000000").build())) {
                assertThatThrownBy(() -> db.migrations().undo(unknown))
                        .isInstanceOfSatisfying(DbOpsException.class, failure -> {
                            assertThat(failure.code()).isEqualTo(ErrorCode.CONFIGURATION);
                            assertThat(failure).hasMessageContaining(unknown.toString());
                        });
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"H2", "POSTGRESQL_18", "MYSQL_8_0", "MARIADB_11_4"})
    void whatCannotBeTakenBackIsRefusedBeforeAnythingIsRun(ServerKind kind) throws Exception {
        script(scripts, "20260101000000_a.sql", "CREATE TABLE IF NOT EXISTS a (id INT PRIMARY KEY);");
        script(
                scripts,
                "20260102000000_b.sql",
                "-- irreversible: the old values are gone",
                "INSERT INTO a VALUES (1);");
        script(scripts, "20260103000000_c.sql", "-- UP", "INSERT INTO a VALUES (3);", "-- DOWN", "DELETE FROM a;");
        try (TestDatabase database = Databases.create(kind)) {
            DbOps db = dbOps(database.dataSource(), scripts);
            db.migrations().migrate();
            refused(
                    db,
                    UndoOptions.builder().count(3).build(),
                    "20260101000000 (",
                    "does not say how it is undone",
                    "is irreversible: the old values are gone");
            script(scripts, "20260103000000_c.sql", "-- UP", "INSERT INTO a VALUES (4);", "-- DOWN", "DELETE FROM a;");
            refused(db, UndoOptions.defaults(), "was changed after it was applied");
            assertThat(query(database.dataSource(), "SELECT COUNT(*) FROM a")).isEqualTo("2");
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsRecognisedIsTakenBackWithoutBeingTold(ServerKind kind) throws Exception {
        script(scripts, "V1__a.sql", "CREATE TABLE a (id INT PRIMARY KEY, m INT);");
        script(
                scripts,
                "V2__more.sql",
                "CREATE TABLE b (id INT PRIMARY KEY, a_id INT);",
                "INSERT INTO b VALUES (1, 1);",
                "CREATE VIEW v AS SELECT id FROM b;",
                "ALTER TABLE a ADD COLUMN n INT;",
                "CREATE INDEX a_m ON a (m);",
                "ALTER TABLE b ADD CONSTRAINT b_a UNIQUE (a_id);");
        try (TestDatabase database = Databases.create(kind)) {
            DbOps db = dbOps(database.dataSource(), scripts);
            db.migrations().migrate(MigrateOptions.builder().count(1).build());
            DatabaseState before = DatabaseState.of(database);
            db.migrations().migrate();
            DatabaseState after = DatabaseState.of(database);
            assertThat(after).isNotEqualTo(before);

            UndoPlan plan = db.migrations().planUndo();

            assertThat(plan.undone()).singleElement().satisfies(planned -> {
                assertThat(planned.location()).isEqualTo("inverse of V2__more.sql");
                assertThat(planned.statements()).hasSize(5).contains("DROP VIEW v", "DROP TABLE b");
                assertThat(planned.lost()).anyMatch("the rows of b, which the undo drops"::equalsIgnoreCase);
            });
            assertThat(DatabaseState.of(database)).isEqualTo(after);
            db.migrations().undo();
            assertThat(DatabaseState.of(database)).isEqualTo(before);
            db.migrations().migrate();
            if (!transactionalDdl(kind)) {
                // PostgreSQL gives a column that comes again the next number, and shows it
                assertThat(DatabaseState.of(database)).isEqualTo(after);
            }
            assertThat(db.migrations().validate().faults()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void anUndoThatFailsHalfwayIsRecordedAndGoesOnOnceItIsCorrected(ServerKind kind) throws Exception {
        script(scripts, "20260101000000_a.sql", "-- UP", "CREATE TABLE a (id INT PRIMARY KEY);");
        failing("DROP TABLE nowhere;");
        try (TestDatabase database = Databases.create(kind)) {
            DataSource source = database.dataSource();
            DbOps db = dbOps(source, scripts);
            db.migrations().migrate();

            DbOpsException failure = catchThrowableOfType(
                    DbOpsException.class, () -> db.migrations().undo());
            assertThat(failure.code()).isEqualTo(ErrorCode.MIGRATION_FAILED);
            assertThat(failure)
                    .hasMessageContaining("20260102000000_b.sql:6: statement 2 of undo of migration 20260102000000")
                    .hasMessageContaining("undo again");
            assertThat(failure.partialWork().orElseThrow().failed()).containsExactly("20260102000000");
            assertThat(db.migrations().validate().faults())
                    .singleElement()
                    .asString()
                    .contains("20260102000000");

            if (transactionalDdl(kind)) {
                assertThat(query(source, "SELECT COUNT(*) FROM b")).isEqualTo("0");
                assertThat(states(db)).contains("20260102000000 FAILED");
                assertThat(db.migrations().migrate().applied()).isEmpty();
            } else {
                assertThatThrownBy(() -> query(source, "SELECT COUNT(*) FROM b"))
                        .isInstanceOf(SQLException.class);
                assertThat(states(db)).contains("20260102000000 IN_PROGRESS");
                assertThatThrownBy(() -> db.migrations().migrate())
                        .hasMessageContaining("the undo of 20260102000000 began on")
                        .isInstanceOfSatisfying(DbOpsException.class, refused -> assertThat(refused.code())
                                .isEqualTo(ErrorCode.MIGRATION_HISTORY));
                refused(db, UndoOptions.builder().only("20260101000000").build(), "the undo of 20260102000000 began");
            }

            failing("DROP TABLE d;");
            assertThat(db.migrations().undo().undone()).hasSize(1);
            assertThat(states(db)).containsExactly("20260101000000 COMPLETED", "20260102000000 ROLLED_BACK");
            assertThat(db.migrations().validate().faults()).isEmpty();
            assertThat(db.migrations().migrate().applied()).hasSize(1);
            assertThat(query(source, "SELECT COUNT(*) FROM b")).isEqualTo("0");
            assertThat(query(source, "SELECT COUNT(*) FROM d")).isEqualTo("0");
        }
    }

    private void failing(String second) throws IOException {
        script(
                scripts,
                "20260102000000_b.sql",
                "-- UP",
                "CREATE TABLE b (id INT PRIMARY KEY);",
                "CREATE TABLE d (id INT PRIMARY KEY);",
                "-- DOWN",
                "DROP TABLE b;",
                second);
    }

    /** Two migrations; the second can be taken back. */
    private void shop() throws IOException {
        script(
                scripts,
                "20260101000000_books.sql",
                "-- UP",
                "CREATE TABLE book (id INT PRIMARY KEY);",
                "INSERT INTO book VALUES (1);",
                "-- DOWN",
                "DROP TABLE book;");
        script(
                scripts,
                "20260102000000_loans.sql",
                "-- UP",
                "CREATE TABLE loan (id INT PRIMARY KEY);",
                "INSERT INTO book VALUES (2);",
                "-- DOWN",
                "DELETE FROM book WHERE id = 2;",
                "DROP TABLE loan;");
    }

    private static String tables(DataSource source) throws SQLException {
        String books = query(source, "SELECT COUNT(*) FROM book") + " books";
        try {
            query(source, "SELECT COUNT(*) FROM loan");
            return books + ", loans";
        } catch (SQLException noTable) {
            return books;
        }
    }

    private static List<String> states(DbOps db) {
        return db.migrations().status().entries().stream()
                .map(each -> each.id() + " " + each.state())
                .sorted()
                .toList();
    }

    private static void refused(DbOps db, UndoOptions options, String... words) {
        assertThatThrownBy(() -> db.migrations().undo(options))
                .isInstanceOfSatisfying(DbOpsException.class, failure -> assertThat(failure.code())
                        .isEqualTo(ErrorCode.UNDO_REFUSED))
                .hasMessageContainingAll(words);
    }

    /** Fills a table, and empties it. */
    private static final class Load implements ReversibleMigration {
        @Override
        public String id() {
            return "load";
        }

        @Override
        public String name() {
            return "load";
        }

        @Override
        public void up(MigrationContext context) throws SQLException {
            try (Statement statement = context.connection().createStatement()) {
                statement.execute("INSERT INTO a VALUES (1), (2), (3), (4), (5)");
            }
        }

        @Override
        public void down(MigrationContext context) throws SQLException {
            try (Statement statement = context.connection().createStatement()) {
                statement.execute("DELETE FROM a");
            }
        }
    }
}
