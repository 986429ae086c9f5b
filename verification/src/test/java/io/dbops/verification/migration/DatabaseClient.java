package io.dbops.verification.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dbops.testservers.ServerKind;
import io.dbops.testservers.ServerKind.Family;
import io.dbops.testservers.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.h2.tools.RunScript;

/** A database's own client, which runs scripts without any of our code. */
final class DatabaseClient {

    private final Family family;

    private DatabaseClient(Family family) {
        this.family = family;
    }

    /** Where the server cannot run, or its client is not installed, the test is skipped with the reason. */
    static DatabaseClient of(ServerKind kind) {
        Databases.require(kind);
        DatabaseClient client = new DatabaseClient(kind.family());
        String program = client.program();
        boolean there = program.isEmpty()
                || Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
        assumeTrue(there, "MISSING: the client " + program + " is not installed");
        return client;
    }

    private String program() {
        return switch (family) {
            case H2 -> "";
            case POSTGRESQL -> "psql";
            case MYSQL, MARIADB -> "mariadb";
        };
    }

    /** Runs it to its end; fails with what the client said if that was not content. */
    void run(TestDatabase database, Path script) throws IOException, InterruptedException, SQLException {
        if (family == Family.H2) {
            RunScript.execute(
                    database.jdbcUrl(),
                    database.user(),
                    database.password(),
                    script.toString(),
                    StandardCharsets.UTF_8,
                    false);
            return;
        }
        Process client = new ProcessBuilder(command(database))
                .redirectInput(script.toFile())
                .redirectErrorStream(true)
                .start();
        try (InputStream said = client.getInputStream()) {
            String output = new String(said.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(client.waitFor()).as(output).isZero();
        }
    }

    private List<String> command(TestDatabase database) {
        URI address = URI.create(database.jdbcUrl().substring("jdbc:".length()));
        return family == Family.POSTGRESQL
                ? List.of(
                        "psql",
                        "-X",
                        "-q",
                        "-v",
                        "ON_ERROR_STOP=1",
                        "-h",
                        address.getHost(),
                        "-p",
                        Integer.toString(address.getPort()),
                        "-U",
                        database.user(),
                        "-d",
                        database.name(),
                        "-f",
                        "-")
                : List.of(
                        "mariadb",
                        "--skip-ssl",
                        "--comments",
                        "-h" + address.getHost(),
                        "-P" + address.getPort(),
                        "-u" + database.user(),
                        "-p" + database.password(),
                        database.name());
    }
}
