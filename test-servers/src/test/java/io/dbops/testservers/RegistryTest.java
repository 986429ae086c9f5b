package io.dbops.testservers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbops.testservers.ServerKind.Family;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RegistryTest {
    @TempDir
    private Path directory;

    @Test
    void aServerWhoseArchiveIsMissingIsUnavailableForAReasonThatNamesIt() {
        Registry registry = registry(Map.of());
        Availability availability = registry.availability(ServerKind.POSTGRESQL_18);
        assertThat(availability.available()).isFalse();
        assertThat(availability.reason()).contains("18.6.0.jar");
        assertThatThrownBy(() -> registry.server(ServerKind.POSTGRESQL_18))
                .isInstanceOf(ServerUnavailableException.class)
                .hasMessageContaining("18.6.0.jar");
        assertThat(registry.report()).singleElement().asString().startsWith("POSTGRESQL_18: FAILED");
    }

    @Test
    void aMissingServerIsReportedByNameEvenIfTheTestsOnlyLooked() {
        Registry registry = registry(Map.of());
        registry.availability(ServerKind.MYSQL_8_0);
        assertThat(registry.report()).singleElement().asString().startsWith("MYSQL_8_0: MISSING");
    }

    @Test
    void aRequiredServerThatIsMissingIsAFailure() {
        Registry registry = registry(Map.of("DBOPS_REQUIRED_SERVERS", "h2, MYSQL_8_0"));
        assertThat(registry.required()).containsExactly(ServerKind.H2, ServerKind.MYSQL_8_0);
        assertThat(registry.availability(ServerKind.H2).available()).isTrue();
        assertThatThrownBy(() -> registry.availability(ServerKind.MYSQL_8_0))
                .isInstanceOf(ServerUnavailableException.class)
                .hasMessageContaining("DBOPS_REQUIRED_SERVERS");
    }

    @Test
    void anUnknownRequiredServerIsAnErrorThatListsTheKnownOnes() {
        assertThatThrownBy(() -> registry(Map.of("DBOPS_REQUIRED_SERVERS", "POSTGRES")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("POSTGRES", "POSTGRESQL_18");
    }

    @Test
    void aServerThatTheSettingsNameIsUsedInsteadOfOurs() throws Exception {
        Registry registry = registry(Map.of(
                "DBOPS_H2_URL", "jdbc:h2:file:" + directory.resolve("named") + ";MODE=PostgreSQL",
                "DBOPS_H2_USER", "keeper",
                "DBOPS_H2_PASSWORD", "s3cret"));
        DatabaseServer server = registry.server(ServerKind.H2);
        assertThat(server.user()).isEqualTo("keeper");
        assertThat(server.launchedHere()).isFalse();
        assertThat(server.toString()).contains("DBOPS_H2_URL").doesNotContain("s3cret");
        assertThatThrownBy(server::kill).isInstanceOf(UnsupportedOperationException.class);
        try (TestDatabase database = server.createDatabase();
                Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE parcel (id INT)");
            assertThat(database.jdbcUrl())
                    .startsWith("jdbc:h2:file:" + directory.resolve("named_"))
                    .endsWith(";MODE=PostgreSQL");
        }
        assertThat(directory).isDirectoryNotContaining("glob:**named_*.mv.db");
    }

    @Test
    void aNamedServerThatDoesNotAnswerIsUnavailableAndNotReplacedByOurs() throws Exception {
        int port = LaunchedServer.freePort();
        Registry registry = registry(Map.of("DBOPS_POSTGRESQL_14_URL", "jdbc:postgresql://127.0.0.1:" + port + "/x"));
        assertThat(registry.availability(ServerKind.POSTGRESQL_14).reason())
                .contains("DBOPS_POSTGRESQL_14_URL", Integer.toString(port));
    }

    @ParameterizedTest
    @CsvSource({
        "POSTGRESQL, 14.24, POSTGRESQL_14",
        "POSTGRESQL, 18.6, POSTGRESQL_18",
        "POSTGRESQL, 15.4 (Debian 15.4-1), POSTGRESQL_15",
        "POSTGRESQL, 19beta1, POSTGRESQL_18",
        "POSTGRESQL, 13.2, POSTGRESQL_18",
        "MYSQL, 8.0.31, MYSQL_8_0",
        "MYSQL, 8.4.2, MYSQL_8_0",
        "MARIADB, 10.11.5-MariaDB-log, MARIADB_10_11",
        "MARIADB, 10.1.1-MariaDB, MARIADB_11_4",
        "H2, 2.5.252, H2"
    })
    void aServerStandsForTheKindOfItsVersionOrForTheNewest(Family family, String version, ServerKind kind) {
        assertThat(Registry.kindOf(family, version)).isEqualTo(kind);
    }

    @Test
    void settingsAreReadPerKindBeforePerProduct() {
        Settings settings = new Settings(Map.of(
                "DBOPS_POSTGRESQL_URL", "jdbc:postgresql://any/",
                "DBOPS_POSTGRESQL_14_URL", "jdbc:postgresql://old/",
                "DBOPS_POSTGRESQL_14_USER", "u",
                "DBOPS_MYSQL_URL", " ")::get);
        assertThat(settings.endpoint(ServerKind.POSTGRESQL_14))
                .contains(new Settings.Endpoint("DBOPS_POSTGRESQL_14_URL", "jdbc:postgresql://old/", "u", ""));
        assertThat(settings.endpoint(ServerKind.POSTGRESQL_15)).isEmpty();
        assertThat(settings.endpoint(Family.POSTGRESQL).orElseThrow().url()).isEqualTo("jdbc:postgresql://any/");
        assertThat(settings.endpoint(Family.MYSQL)).isEmpty();
    }

    @Test
    void freePortsAreAboveThePrivilegedOnes() throws Exception {
        assertThat(List.of(LaunchedServer.freePort(), LaunchedServer.freePort()))
                .allMatch(port -> port > 1023);
    }

    @Test
    void theServersAreBelowTheTargetDirectoryWhereverTheClassesAre() {
        assertThat(ServerDirectories.targetAbove(Path.of("/p/target/classes"))).isEqualTo(Path.of("/p/target"));
        assertThat(ServerDirectories.targetAbove(Path.of("/p/target/a-1.jar"))).isEqualTo(Path.of("/p/target"));
        assertThat(ServerDirectories.targetAbove(Path.of("/p/target/strict/classes")))
                .isEqualTo(Path.of("/p/target"));
        assertThat(ServerDirectories.targetAbove(Path.of("/p/lib/a-1.jar"))).isEqualTo(Path.of("/p/lib"));
    }

    private Registry registry(Map<String, String> settings) {
        return new Registry(new Settings(settings::get), new ServerDirectories(directory));
    }
}
