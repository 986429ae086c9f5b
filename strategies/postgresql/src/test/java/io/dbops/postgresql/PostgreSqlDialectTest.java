package io.dbops.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbops.error.DbOpsException;
import io.dbops.spi.DatabaseDialect;
import io.dbops.spi.sql.DatabaseIdentity;
import io.dbops.spi.sql.SqlFailure;
import io.dbops.spi.sql.SqlLexicon;
import io.dbops.spi.sql.SqlLexicon.Quote;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PostgreSqlDialectTest {

    private final DatabaseDialect dialect = new PostgreSqlDialect();

    @ParameterizedTest
    @CsvSource({"orders,\"orders\"", "Mixed Case,\"Mixed Case\"", "a\"b,\"a\"\"b\"", "\",\"\"\"\"", "ş$.x,\"ş$.x\""})
    void quotes_identifiers_and_doubles_quotes_within(String identifier, String quoted) {
        assertThat(dialect.quote(identifier)).isEqualTo(quoted);
    }

    @Test
    void quotes_63_bytes_and_refuses_64_which_the_server_would_cut() {
        assertThat(dialect.quote("x".repeat(63))).hasSize(65);
        assertThatThrownBy(() -> dialect.quote("x".repeat(64)))
                .isInstanceOf(DbOpsException.class)
                .hasMessageContaining("64 bytes");
        assertThatThrownBy(() -> dialect.quote("ü".repeat(32))).hasMessageContaining("64 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\0b", "\ud800"})
    void refuses_what_no_quoting_can_express(String identifier) {
        assertThatThrownBy(() -> dialect.quote(identifier)).isInstanceOf(DbOpsException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "08006,CONNECTION_LOST",
        "57P01,CONNECTION_LOST",
        "25P03,CONNECTION_LOST",
        "55P03,LOCK_TIMEOUT",
        "40001,SERIALIZATION",
        "40P01,SERIALIZATION",
        "57014,CANCELLED",
        "42501,PRIVILEGE",
        "28P01,PRIVILEGE",
        "42P07,ALREADY_EXISTS",
        "42710,ALREADY_EXISTS",
        "42P01,NOT_FOUND",
        "3F000,NOT_FOUND",
        "23505,OTHER",
        ",OTHER"
    })
    void classifies_by_state(String state, SqlFailure expected) {
        assertThat(dialect.classify(new SQLException("a message says nothing", state)))
                .isEqualTo(expected);
    }

    @Test
    void claims_postgresql_alone() {
        assertThat(dialect.claims(new DatabaseIdentity("PostgreSQL", "18.6", 18, 6)))
                .isTrue();
        assertThat(dialect.claims(new DatabaseIdentity("EnterpriseDB", "18.6", 18, 6)))
                .isFalse();
        assertThat(dialect.claims(new DatabaseIdentity("H2", "2.5", 2, 5))).isFalse();
    }

    @Test
    void only_escape_strings_know_backslashes() {
        SqlLexicon lexicon = lexicon();
        assertThat(lexicon.quotes().stream().filter(Quote::backslashEscapes).map(Quote::open))
                .containsExactly("E'");
        assertThat(lexicon.quotes().stream().map(Quote::open))
                .containsExactlyInAnyOrder("'", "E'", "U&'", "B'", "X'", "N'", "\"", "U&\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE INDEX CONCURRENTLY i ON t",
                "create unique index concurrently i",
                "DROP INDEX CONCURRENTLY i",
                "REINDEX TABLE CONCURRENTLY t",
                "ALTER TABLE IF EXISTS a.t DETACH PARTITION a.p CONCURRENTLY",
                "REINDEX DATABASE d",
                "VACUUM",
                "VACUUM FULL t",
                "CREATE DATABASE d",
                "DROP TABLESPACE t",
                "ALTER SYSTEM SET x",
                "ALTER DATABASE d SET TABLESPACE t",
                "ALTER TABLE t DETACH PARTITION p CONCURRENTLY"
            })
    void some_statements_run_outside_transactions(String statement) {
        assertThat(lexicon().rules().runsOutsideTransaction(List.of(statement.split(" "))))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE INDEX i ON t",
                "DROP INDEX i",
                "REINDEX TABLE t",
                "ALTER DATABASE d SET x",
                "ALTER TABLE t DETACH PARTITION p",
                "REFRESH MATERIALIZED VIEW CONCURRENTLY v",
                "CREATE TABLE vacuum"
            })
    void most_statements_run_inside_transactions(String statement) {
        assertThat(lexicon().rules().runsOutsideTransaction(List.of(statement.split(" "))))
                .isFalse();
    }

    @Test
    void module_descriptor_and_service_files_name_the_same_providers() throws IOException {
        Path classes = Path.of("target", "classes");
        try (InputStream bytes = Files.newInputStream(classes.resolve("module-info.class"))) {
            for (ModuleDescriptor.Provides provides :
                    ModuleDescriptor.read(bytes).provides()) {
                Path file = classes.resolve("META-INF/services").resolve(provides.service());
                Set<String> listed = new TreeSet<>(Files.readAllLines(file, StandardCharsets.UTF_8));
                assertThat(listed).isEqualTo(new TreeSet<>(provides.providers()));
            }
        }
    }

    private SqlLexicon lexicon() {
        return dialect.lexicon(new DatabaseIdentity("PostgreSQL", "18.6", 18, 6));
    }
}
