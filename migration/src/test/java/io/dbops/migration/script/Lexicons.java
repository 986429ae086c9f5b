package io.dbops.migration.script;

import io.dbops.spi.sql.SqlLexicon;
import io.dbops.spi.sql.SqlLexicon.Trait;
import io.dbops.spi.sql.StatementRules;
import java.util.List;
import java.util.Set;

/** Lexicons of the shapes that real databases have. */
public final class Lexicons {

    public static final SqlLexicon POSTGRESQL = SqlLexicon.builder()
            .quote("'", '\'', false)
            .quote("E'", '\'', true)
            .quote("\"", '"', false)
            .lineComment("--", false)
            .traits(
                    Trait.DOLLAR_QUOTES,
                    Trait.NESTED_BLOCK_COMMENTS,
                    Trait.PSQL_COMMANDS,
                    Trait.COPY_FROM_STDIN,
                    Trait.BEGIN_ATOMIC_BODIES)
            .rules(new StatementRules(
                    Set.of("BEGIN", "START", "COMMIT", "ROLLBACK", "END"),
                    Set.of(),
                    List.of("CREATE INDEX CONCURRENTLY", "CREATE * INDEX CONCURRENTLY", "VACUUM")))
            .build();

    public static final SqlLexicon MYSQL = SqlLexicon.builder()
            .quote("'", '\'', true)
            .quote("\"", '"', true)
            .quote("`", '`', false)
            .lineComment("--", true)
            .lineComment("#", false)
            .traits(Trait.EXECUTABLE_COMMENTS, Trait.DELIMITER_COMMAND, Trait.COMPOUND_BODIES)
            .rules(new StatementRules(
                    Set.of("BEGIN", "START", "COMMIT", "ROLLBACK"), Set.of("INSERT", "UPDATE", "DELETE"), List.of()))
            .build();

    public static final SqlLexicon H2 = SqlLexicon.builder()
            .quote("'", '\'', false)
            .quote("\"", '"', false)
            .lineComment("--", false)
            .lineComment("//", false)
            .traits(Trait.DOLLAR_QUOTES, Trait.NESTED_BLOCK_COMMENTS)
            .rules(new StatementRules(Set.of("COMMIT", "ROLLBACK"), Set.of("INSERT", "UPDATE", "DELETE"), List.of()))
            .build();

    private Lexicons() {}
}
