package io.dbops.verification.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbops.migration.script.ScriptSplitter;
import io.dbops.migration.script.SqlStatement;
import io.dbops.spi.DatabaseDialect;
import io.dbops.spi.sql.DatabaseIdentity;
import io.dbops.spi.sql.SqlLexicon;
import io.dbops.testservers.DatabaseServer;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.TestDatabase;
import io.dbops.testservers.TestServers;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A script is cut as the database's own client cuts it: the server logs what that sent. */
@Timeout(120)
final class ClientTranscriptTest {

    @TempDir
    Path logs;

    /** Not on version 18: an older psql leaves the end of CSV data to the server, which is not that server's any more. */
    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL_14", "POSTGRESQL_17"})
    void asPsqlDoes(ServerKind kind) throws Exception {
        Path script = script("postgresql.sql");
        DatabaseClient client = DatabaseClient.of(kind);
        // the server runs as another user in some places, so that the directory must let it write
        logs.toFile().setWritable(true, false);
        try (DatabaseServer server = TestServers.startPrivate(
                        kind,
                        "-c",
                        "logging_collector=on",
                        "-c",
                        "log_destination=csvlog",
                        "-c",
                        "log_directory=" + logs,
                        "-c",
                        "log_statement=all");
                TestDatabase database = server.createDatabase()) {
            client.run(database, script);
            assertSame(ours(database, script), sentByPsql());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MYSQL_8_0", "MARIADB_10_11", "MARIADB_11_4"})
    void asTheMariadbClientDoes(ServerKind kind) throws Exception {
        Path script = script("mysql.sql");
        DatabaseClient client = DatabaseClient.of(kind);
        try (DatabaseServer server = TestServers.startPrivate(
                        kind, "--general-log=ON", "--log-output=TABLE", "--event-scheduler=OFF");
                TestDatabase database = server.createDatabase()) {
            client.run(database, script);
            assertSame(ours(database, script), sentByClient(server));
        }
    }

    private static void assertSame(List<String> ours, List<String> theirs) {
        assertThat(theirs).hasSizeGreaterThan(25);
        assertThat(ours).containsExactlyElementsOf(theirs);
    }

    private static Path script(String name) throws Exception {
        return Path.of(Objects.requireNonNull(ClientTranscriptTest.class.getResource("/transcripts/" + name))
                .toURI());
    }

    private static List<String> ours(TestDatabase database, Path script) throws SQLException, IOException {
        try (Connection connection = database.dataSource().getConnection()) {
            DatabaseIdentity identity = DatabaseIdentity.of(connection);
            SqlLexicon lexicon = ServiceLoader.load(DatabaseDialect.class).stream()
                    .map(ServiceLoader.Provider::get)
                    .filter(dialect -> dialect.claims(identity))
                    .findFirst()
                    .orElseThrow()
                    .lexicon(identity);
            List<String> texts = new ArrayList<>();
            try (ScriptSplitter splitter = ScriptSplitter.of(
                    new InputStreamReader(Files.newInputStream(script), StandardCharsets.UTF_8),
                    script.toString(),
                    lexicon)) {
                for (Optional<SqlStatement> next = splitter.next(); next.isPresent(); next = splitter.next()) {
                    texts.add(plain(next.get().text()));
                    if (next.get().data() != null) {
                        next.get().data().finish();
                    }
                }
            }
            return texts;
        }
    }

    /** Clients keep or drop comments before and behind a statement, and its semicolon, each as it likes. */
    private static String plain(String statement) {
        String text = statement.strip();
        while (text.startsWith("--") || text.startsWith("#") || (text.startsWith("/*") && !text.startsWith("/*!"))) {
            boolean line = !text.startsWith("/*");
            text = line
                    ? text.lines().skip(1).reduce("", (a, b) -> a + "\n" + b).strip()
                    : text.substring(endOfComment(text)).strip();
        }
        return text.replaceAll("[;\\s]+$", "");
    }

    private static int endOfComment(String text) {
        int depth = 0;
        for (int i = 0; i + 1 < text.length(); i++) {
            if (text.startsWith("/*", i)) {
                depth++;
                i++;
            } else if (text.startsWith("*/", i)) {
                depth--;
                i++;
            }
            if (depth == 0) {
                return i + 1;
            }
        }
        throw new IllegalArgumentException("a comment without end: " + text);
    }

    private List<String> sentByPsql() throws IOException {
        List<String> sent = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(logs, "*.csv")) {
            for (Path file : files) {
                for (List<String> row : CsvRows.of(Files.readString(file))) {
                    if (row.contains("psql") && row.get(13).startsWith("statement: ")) {
                        sent.add(plain(row.get(13).substring("statement: ".length())));
                    }
                }
            }
        }
        return sent;
    }

    private static List<String> sentByClient(DatabaseServer server) throws SQLException {
        List<String> sent = new ArrayList<>();
        try (Connection connection = server.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT CONVERT(argument USING utf8mb4) FROM mysql.general_log WHERE command_type = 'Query'"
                                + " AND thread_id = (SELECT MIN(thread_id) FROM mysql.general_log WHERE"
                                + " CONVERT(argument USING utf8mb4) LIKE '%semi;colon%') ORDER BY event_time")) {
            while (rows.next()) {
                String text = plain(rows.getString(1));
                if (!text.isEmpty() && !text.startsWith("select @@version_comment")) {
                    sent.add(text);
                }
            }
        }
        return sent;
    }
}
