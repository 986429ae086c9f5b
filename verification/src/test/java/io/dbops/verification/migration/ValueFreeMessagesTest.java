package io.dbops.verification.migration;

import static io.dbops.verification.migration.Databases.dbOps;
import static io.dbops.verification.migration.Databases.execute;
import static io.dbops.verification.migration.Databases.query;
import static io.dbops.verification.migration.Databases.quoted;
import static io.dbops.verification.migration.Databases.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dbops.DbOps;
import io.dbops.error.DbOpsException;
import io.dbops.migration.JavaMigration;
import io.dbops.migration.MigrationContext;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.TestDatabase;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Values of rows and statements stay out of messages, causes and the history, whatever the database says. */
@Timeout(120)
final class ValueFreeMessagesTest {

    private static final String WORD = "Hunter2secret";
    private static final String NUMBER = "424242";

    /** Each is refused with a message that holds the value on at least one of the databases. */
    private static final List<String> REFUSED = List.of(
            "INSERT INTO t (id, code) VALUES (" + NUMBER + ", 'x')",
            "INSERT INTO t (id, code) VALUES (7, '" + WORD + "')",
            "INSERT INTO t (id, code) VALUES (8, 'it''s " + WORD + "')",
            "INSERT INTO t (id, code) SELECT id + 0, code FROM seed",
            "INSERT INTO t (id, amount) VALUES (12, CAST('" + WORD + "' AS DECIMAL(5, 2)))",
            "INSERT INTO child (id, parent) VALUES (1, " + NUMBER + "1)",
            "INSERT INTO t (id, code) VALUES (9, 'a') '" + WORD + "'",
            "INSERT INTO t (id, code) VALUES (9, 'a') " + NUMBER,
            "SELEC '" + WORD + "', " + NUMBER,
            "INSERT INTO t (id, born) VALUES (10, '" + WORD + "')",
            "INSERT INTO t (id, amount) VALUES (11, " + NUMBER + "99)");

    @TempDir
    Path scripts;

    @ParameterizedTest
    @EnumSource
    void noMessageRepeatsAValue(ServerKind kind) throws Exception {
        try (TestDatabase database = Databases.create(kind)) {
            execute(
                    database.dataSource(),
                    "CREATE TABLE t (id INT PRIMARY KEY, code VARCHAR(5), amount DECIMAL(5, 2), born DATE)");
            execute(database.dataSource(), "CREATE TABLE seed (id INT, code VARCHAR(50))");
            execute(
                    database.dataSource(),
                    "CREATE TABLE child (id INT PRIMARY KEY, parent INT, FOREIGN KEY (parent) REFERENCES t (id))");
            execute(database.dataSource(), "INSERT INTO t (id) VALUES (" + NUMBER + ")");
            execute(database.dataSource(), "INSERT INTO seed VALUES (" + NUMBER + ", '" + WORD + "')");
            DbOps scripted = dbOps(database.dataSource(), scripts);
            for (String statement : REFUSED) {
                script(scripts, "V1__refused.sql", statement + ";");
                assertValueFree(database, scripted, statement);
                Files.delete(scripts.resolve("V1__refused.sql"));

                DbOps coded = DbOps.builder()
                        .dataSource(database.dataSource())
                        .migrationsFrom(new Refused(statement))
                        .build();
                assertValueFree(database, coded, statement);
            }
        }
    }

    private static void assertValueFree(TestDatabase database, DbOps db, String statement) throws Exception {
        DbOpsException failure =
                catchThrowableOfType(DbOpsException.class, () -> db.migrations().migrate());
        assertThat(failure).as("is refused: %s", statement).isNotNull();
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString())
                .as("message and causes of %s", statement)
                .contains("SQLState")
                .doesNotContain(WORD)
                .doesNotContain(NUMBER);
        assertThat(failure.toJson()).doesNotContain(WORD).doesNotContain(NUMBER);
        ServerKind kind = database.server().kind();
        String recorded = query(
                database.dataSource(),
                "SELECT " + quoted(kind, "failure") + " FROM " + quoted(kind, "dbops_history") + " WHERE "
                        + quoted(kind, "seq") + " = (SELECT MAX(" + quoted(kind, "seq") + ") FROM "
                        + quoted(kind, "dbops_history") + ")");
        assertThat(recorded).contains("SQLState").doesNotContain(WORD).doesNotContain(NUMBER);
    }

    private record Refused(String statement) implements JavaMigration {

        @Override
        public String id() {
            return "refused";
        }

        @Override
        public void up(MigrationContext context) throws Exception {
            try (Statement jdbc = context.connection().createStatement()) {
                jdbc.execute(statement);
            }
        }
    }
}
