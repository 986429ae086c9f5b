package io.dbops.verification.clean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dbops.DbOps;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.migration.CleanOptions;
import io.dbops.migration.CleanPlan;
import io.dbops.migration.CleanReport;
import io.dbops.spi.OperationEvent;
import io.dbops.testservers.ServerKind;
import io.dbops.verification.clean.SqlScript.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A clean drops everything in the schema, and nothing else. */
final class CleanTest {

    @TempDir
    private Path scripts;

    private DbOps dbOps(Zoo zoo) {
        return DbOps.builder().dataSource(zoo.source()).migrationsFrom(scripts).build();
    }

    private void script(String name, String sql) throws IOException {
        Files.writeString(scripts.resolve(name), sql);
    }

    @ParameterizedTest
    @EnumSource
    void everythingInTheSchemaGoesAndNothingElse(ServerKind kind) throws Exception {
        script("V1__a.sql", "CREATE TABLE plainer (id INT);");
        try (Zoo zoo = Zoo.open(kind)) {
            List<String> fresh = zoo.catalogue();
            zoo.fill();
            DbOps db = dbOps(zoo);
            db.migrations().migrate();
            assertThat(zoo.catalogue()).as("catalogue with the zoo").isNotEqualTo(fresh);

            CleanPlan plan = db.migrations().planClean();
            CleanReport report = db.migrations().clean(zoo.allowed());

            assertThat(zoo.catalogue()).containsExactlyElementsOf(fresh);
            assertThat(zoo.foreignRows()).isEqualTo("kept 1");
            assertThat(report.dropped())
                    .containsExactlyInAnyOrderElementsOf(plan.drops())
                    .doesNotHaveDuplicates()
                    .extracting(each -> each.schema())
                    .isSubsetOf(zoo.schema(), "");
            assertThat(db.migrations().clean(zoo.allowed()).dropped()).isEmpty();
            assertThat(db.migrations().migrate().applied()).hasSize(1);
            assertThat(db.migrations().validate().faults()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsOutsideAndDependsOnTheSchemaIsNamedAndNothingIsDropped(ServerKind kind) throws Exception {
        try (Zoo zoo = Zoo.open(kind)) {
            zoo.fill();
            DbOps db = dbOps(zoo);
            Map<String, String> unnamed = new TreeMap<>();
            List<Entry> dependants = zoo.dependants();
            for (Entry dependant : dependants) {
                zoo.execute(dependant.sql());
                List<String> refusals = db.migrations().planClean().refusals();
                if (refusals.stream().noneMatch(each -> each.contains(dependant.tag()))) {
                    unnamed.put(dependant.tag(), refusals.toString());
                }
            }
            assertThat(unnamed).as("dependants that no refusal names").isEmpty();
            List<String> before = zoo.catalogue();

            DbOpsException refused = catchThrowableOfType(
                    DbOpsException.class, () -> db.migrations().clean(zoo.allowed()));

            assertThat(refused.code()).isEqualTo(ErrorCode.CLEAN_REFUSED);
            dependants.forEach(each -> assertThat(refused).hasMessageContaining(each.tag()));
            assertThat(zoo.catalogue()).containsExactlyElementsOf(before);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatWasNotAllowedIsRefusedAndTheRefusalSaysHowToAllowIt(ServerKind kind) throws Exception {
        script("V1__a.sql", "CREATE TABLE a (id INT);");
        try (Zoo zoo = Zoo.open(kind)) {
            DbOps db = dbOps(zoo);
            db.migrations().migrate();
            List<String> before = zoo.catalogue();
            String call = zoo.allowed().allowed().get(0).database() == null
                    ? "allow(\"" + zoo.schema() + "\")"
                    : "allow(\"" + zoo.allowed().allowed().get(0).database() + "\", \"" + zoo.schema() + "\")";
            for (CleanOptions options : List.of(
                    CleanOptions.defaults(),
                    CleanOptions.builder().allow("production", zoo.schema()).build())) {
                DbOpsException refused = catchThrowableOfType(
                        DbOpsException.class, () -> db.migrations().clean(options));
                assertThat(refused.code()).isEqualTo(ErrorCode.CLEAN_REFUSED);
                assertThat(refused).hasMessageContaining(call);
                assertThat(db.migrations().planClean(options).refusals()).isNotEmpty();
                DbOpsException reset = catchThrowableOfType(
                        DbOpsException.class, () -> db.migrations().reset(options));
                assertThat(reset.code()).isEqualTo(ErrorCode.CLEAN_REFUSED);
            }
            assertThat(zoo.catalogue()).containsExactlyElementsOf(before);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSchemaThatIsNotThereOrIsTheServersOwnIsRefused(ServerKind kind) throws Exception {
        try (Zoo zoo = Zoo.open(kind)) {
            String own = kind == ServerKind.H2 ? "INFORMATION_SCHEMA" : "information_schema";
            for (String schema : List.of("no such schema", own)) {
                assertThat(catchThrowableOfType(
                                        DbOpsException.class,
                                        () -> dbOps(zoo).migrations().clean(zoo.allow(schema)))
                                .code())
                        .isEqualTo(ErrorCode.CLEAN_REFUSED);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void anotherSchemaIsCleanedByItsNameAndTheHistoryStays(ServerKind kind) throws Exception {
        script("V1__a.sql", "CREATE TABLE a (id INT);");
        try (Zoo zoo = Zoo.open(kind)) {
            DbOps db = dbOps(zoo);
            String odd = "Odd \"schema\" `é` '; --";
            String quoted = kind.name().startsWith("M")
                    ? "`" + odd.replace("`", "``") + "`"
                    : "\"" + odd.replace("\"", "\"\"") + "\"";
            db.migrations().migrate();
            zoo.execute("CREATE SCHEMA " + quoted);
            try {
                zoo.execute("CREATE TABLE " + quoted + ".a (id INT)");
                zoo.execute("CREATE VIEW " + quoted + ".v AS SELECT id FROM " + quoted + ".a");

                CleanReport report = db.migrations().clean(zoo.allow(odd));

                assertThat(report.dropped())
                        .extracting(each -> (each.kind() + " " + each.name()).toLowerCase(java.util.Locale.ROOT))
                        .containsExactlyInAnyOrder("view v", "table a");
                assertThat(db.migrations().migrate().alreadyApplied()).isEqualTo(1);
                assertThat(db.migrations().validate().faults()).isEmpty();
            } finally {
                zoo.execute("DROP SCHEMA " + quoted + (kind == ServerKind.H2 ? " CASCADE" : ""));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPlanRunsNothingAndPrintsTheStatementsAndTheReportListsWhatIsGone(ServerKind kind) throws Exception {
        script("V1__a.sql", "CREATE TABLE a (id INT);");
        try (Zoo zoo = Zoo.open(kind)) {
            List<OperationEvent.Kind> told = new ArrayList<>();
            DbOps db = dbOps(zoo).toBuilder()
                    .listener(event -> {
                        if (event.operation() == OperationEvent.Operation.CLEAN) {
                            told.add(event.kind());
                        }
                    })
                    .build();
            db.migrations().migrate();
            List<String> before = zoo.catalogue();

            CleanPlan plan = db.migrations().planClean(zoo.allowed());

            assertThat(zoo.catalogue()).containsExactlyElementsOf(before);
            assertThat(plan.refusals()).isEmpty();
            assertThat(plan.steps())
                    .allSatisfy(step -> assertThat(plan.toString()).contains(step.statement()));
            assertThat(plan.toJson()).contains("\"steps\":[", "dbops_history");
            assertThat(plan.oneTransaction()).isEqualTo(kind.family() == ServerKind.Family.POSTGRESQL);

            CleanReport report = db.migrations().clean(zoo.allowed());

            assertThat(report.dropped())
                    .extracting(each -> each.name().toLowerCase(java.util.Locale.ROOT))
                    .contains("a", "dbops_history", "dbops_journal");
            assertThat(report.toTable()).contains("dropped  table  " + zoo.schema() + ".dbops_history");
            assertThat(report.toJson()).contains("\"dropped\":[{\"kind\":\"table\"");
            assertThat(report.duration()).isPositive();
            assertThat(told.get(0)).isEqualTo(OperationEvent.Kind.STARTED);
            assertThat(told).contains(OperationEvent.Kind.PROGRESS).endsWith(OperationEvent.Kind.FINISHED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatTheRoleMayNotDropIsRefusedBeforeAnythingIsDropped(ServerKind kind) throws Exception {
        try (Zoo zoo = Zoo.open(kind)) {
            String user = "clean_" + zoo.database().name();
            limited(kind, zoo, user);
            try {
                zoo.execute("CREATE TABLE not_theirs (id INT)");
                List<String> before = zoo.catalogue();
                DbOps db = DbOps.builder()
                        .url(zoo.database().jdbcUrl())
                        .user(user)
                        .password("secret")
                        .migrationsFrom(scripts)
                        .build();

                DbOpsException refused = catchThrowableOfType(
                        DbOpsException.class, () -> db.migrations().clean(zoo.allowed()));

                assertThat(refused.code()).isEqualTo(ErrorCode.CLEAN_REFUSED);
                assertThat(refused).hasMessageContaining(kind == ServerKind.H2 ? "may not drop" : "not_theirs");
                assertThat(zoo.catalogue()).containsExactlyElementsOf(before);
            } finally {
                zoo.execute(
                        kind.family() == ServerKind.Family.POSTGRESQL
                                ? "DROP OWNED BY " + user + "; DROP USER " + user
                                : "DROP USER " + user);
            }
        }
    }

    /** A user who may work in the schema, but not drop what others made. */
    private static void limited(ServerKind kind, Zoo zoo, String user) throws SQLException {
        switch (kind.family()) {
            case POSTGRESQL ->
                zoo.execute("CREATE USER " + user + " PASSWORD 'secret'; GRANT ALL ON SCHEMA public TO " + user);
            case H2 -> zoo.execute("CREATE USER " + user + " PASSWORD 'secret'");
            default -> {
                zoo.execute("CREATE USER " + user + " IDENTIFIED BY 'secret'");
                zoo.execute("GRANT SELECT, CREATE, INSERT, DELETE ON " + zoo.schema() + ".* TO " + user);
            }
        }
    }
}
