package io.dbops.verification.tck;

import io.dbops.error.DbOpsException;
import io.dbops.spi.DatabaseDialect;
import io.dbops.spi.sql.Capabilities;
import io.dbops.spi.sql.DatabaseIdentity;
import io.dbops.spi.sql.Feature;
import io.dbops.spi.sql.HistorySql;
import io.dbops.spi.sql.SqlFailure;
import io.dbops.spi.sql.SqlLexicon;
import io.dbops.spi.sql.StatementRules;
import io.dbops.spi.sql.Support;
import io.dbops.testservers.ServerKind;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Dialects that break the contract in one way each, with the test that must find out; of H2 where nothing else is said. */
enum BrokenDialect implements BrokenDialectPart {
    HAS_A_LONG_ID("theIdIsShortAndLowerCase", h2 -> new DialectDecorator(h2) {
        @Override
        public String id() {
            return "The H2 Database Engine";
        }
    }),
    CLAIMS_EVERYTHING("itClaimsItsOwnDatabaseAndNoOther", h2 -> new DialectDecorator(h2) {
        @Override
        public boolean claims(DatabaseIdentity identity) {
            return true;
        }
    }),
    PROBES_BY_CREATING_A_TABLE("aProbeLeavesNoTransactionOpenAndNoTrace", h2 -> new DialectDecorator(h2) {
        @Override
        public Capabilities probe(Connection connection) throws SQLException {
            DialectDecorator.run(connection, "CREATE TABLE IF NOT EXISTS dbops_probe (id INT)");
            return super.probe(connection);
        }
    }),
    PROBES_AND_LEAVES_AUTO_COMMIT_OFF("aProbeLeavesNoTransactionOpenAndNoTrace", h2 -> new DialectDecorator(h2) {
        @Override
        public Capabilities probe(Connection connection) throws SQLException {
            connection.setAutoCommit(false);
            return super.probe(connection);
        }
    }),
    FORGETS_A_FEATURE("aProbeTellsTheIdentityAndAReasonForEveryFeature", h2 -> new DialectDecorator(h2) {
        @Override
        public Capabilities probe(Connection connection) throws SQLException {
            return new Capabilities(DatabaseIdentity.of(connection), Map.of());
        }
    }),
    ASKS_AGAIN_AND_AGAIN("aProbeTakesTwoRoundTripsAtMost", h2 -> new DialectDecorator(h2) {
        @Override
        public Capabilities probe(Connection connection) throws SQLException {
            super.probe(connection);
            super.probe(connection);
            return super.probe(connection);
        }
    }),
    PROMISES_TRANSACTIONAL_DDL("ddlIsRolledBackExactlyWhereTheProbeSaysSo", h2 -> new DialectDecorator(h2) {
        @Override
        public Capabilities probe(Connection connection) throws SQLException {
            Map<Feature, Support> features = new EnumMap<>(Feature.class);
            features.put(Feature.TRANSACTIONAL_DDL, Support.yes("hoped for"));
            return new Capabilities(DatabaseIdentity.of(connection), features);
        }
    }),
    HAS_NO_LEXICON("theLexiconKnowsStringsAndComments", h2 -> new DialectDecorator(h2) {
        @Override
        public SqlLexicon lexicon(DatabaseIdentity identity) {
            return SqlLexicon.builder().build();
        }
    }),
    BELIEVES_IN_BACKSLASHES("aStringEndsWhereTheLexiconSays", lexicon(builder -> builder.quote("'", '\'', true))),
    TAKES_A_HASH_FOR_A_COMMENT(
            "aLineCommentBeginsWhereTheLexiconSays", lexicon(builder -> builder.lineComment("#", false))),
    WANTS_A_BLANK_AFTER_DASHES(
            "aLineCommentBeginsWhereTheLexiconSays", lexicon(builder -> builder.lineComment("--", true))),
    NESTS_NO_COMMENTS(
            "theTraitsAreThoseOfTheDatabase", lexicon(builder -> builder.traits(SqlLexicon.Trait.BARE_DOLLAR_QUOTES))),
    RUNS_COMMENTS(
            "theTraitsAreThoseOfTheDatabase",
            lexicon(builder -> builder.traits(
                    SqlLexicon.Trait.BARE_DOLLAR_QUOTES,
                    SqlLexicon.Trait.NESTED_BLOCK_COMMENTS,
                    SqlLexicon.Trait.EXECUTABLE_COMMENTS))),
    READS_NAMES_AS_THEY_ARE_WRITTEN("anUnquotedIdentifierIsReadAsTheLexiconSays", lexicon(builder -> builder)),
    WANTS_TRUNCATE_BACK(
            "whatTheRulesCallTransactionalIsRolledBack",
            lexicon(builder ->
                    builder.rules(new StatementRules(Set.of("COMMIT", "ROLLBACK"), Set.of("TRUNCATE"), List.of())))),
    OVERLOOKS_COMMIT("whatEndsTransactionsIsTransactionControl", lexicon(builder -> builder)),
    VACUUMS_INSIDE_A_TRANSACTION(
            ServerKind.POSTGRESQL_15,
            "whatTheDatabaseRefusesInsideATransactionRunsOutside",
            lexicon(builder -> builder)),
    DOES_NOT_DOUBLE_QUOTES("aQuotedIdentifierNamesExactlyTheseCharacters", h2 -> new DialectDecorator(h2) {
        @Override
        public String quote(String identifier) {
            return '"' + identifier + '"';
        }
    }),
    FOLDS_CASE("aQuotedIdentifierNamesExactlyTheseCharacters", h2 -> new DialectDecorator(h2) {
        @Override
        public String quote(String identifier) {
            return super.quote(identifier.toUpperCase(Locale.ROOT));
        }
    }),
    QUOTES_ANYTHING("whatCannotBeQuotedIsRefused", h2 -> new DialectDecorator(h2) {
        @Override
        public String quote(String identifier) {
            return '"' + identifier.replace("\"", "\"\"") + '"';
        }
    }),
    BLAMES_THE_ARGUMENT("whatCannotBeQuotedIsRefused", h2 -> new DialectDecorator(h2) {
        @Override
        public String quote(String identifier) {
            try {
                return super.quote(identifier);
            } catch (DbOpsException e) {
                throw new IllegalArgumentException(e);
            }
        }
    }),
    NAMES_ANOTHER_SCHEMA(
            "unqualifiedNamesAreCreatedInTheCurrentSchema",
            history(h -> new HistorySql(
                    h.shortTextType(),
                    h.longTextType(),
                    h.integerType(),
                    h.bigintType(),
                    h.tableSuffix(),
                    "SELECT 'INFORMATION_SCHEMA'",
                    h.tableExistsQuery(),
                    h.logsMissingTables()))),
    FINDS_TABLES_IN_EVERY_SCHEMA(
            "unqualifiedNamesAreCreatedInTheCurrentSchema",
            history(h -> new HistorySql(
                    h.shortTextType(),
                    h.longTextType(),
                    h.integerType(),
                    h.bigintType(),
                    h.tableSuffix(),
                    h.currentSchemaQuery(),
                    "SELECT 1 FROM INFORMATION_SCHEMA.TABLES WHERE ? IS NOT NULL AND TABLE_NAME = ?",
                    h.logsMissingTables()))),
    HAS_A_SHORT_TEXT_OF_100("aShortTextHolds200CharactersInAKey", types("VARCHAR(100)", null, null)),
    COMPARES_WITHOUT_CASE("shortTextsAreComparedByteForByte", types("VARCHAR_IGNORECASE(200)", null, null)),
    IGNORES_TRAILING_BLANKS("shortTextsAreComparedByteForByte", types("CHAR(200)", null, null)),
    HAS_A_LONG_TEXT_OF_8000("aLongTextHolds16000Characters", types(null, "VARCHAR(8000)", null)),
    HAS_A_NARROW_BIGINT("integersHoldTheirExtremes", types(null, null, "INTEGER")),
    HAS_A_NARROW_INTEGER(
            "integersHoldTheirExtremes",
            history(h -> new HistorySql(
                    h.shortTextType(),
                    h.longTextType(),
                    "SMALLINT",
                    h.bigintType(),
                    h.tableSuffix(),
                    h.currentSchemaQuery(),
                    h.tableExistsQuery(),
                    h.logsMissingTables()))),
    TAKES_WHAT_IS_THERE_FOR_ANYTHING("refusalsAreClassifiedByWhatTheyAre", misreads(SqlFailure.ALREADY_EXISTS)),
    KNOWS_NOT_WHAT_IS_MISSING("refusalsAreClassifiedByWhatTheyAre", misreads(SqlFailure.NOT_FOUND)),
    KNOWS_NO_LOCK_TIMEOUT("aLockThatIsNotGrantedInTimeIsALockTimeout", misreads(SqlFailure.LOCK_TIMEOUT)),
    KNOWS_NO_LOST_CONNECTION("aLostConnectionIsClassifiedAsLost", misreads(SqlFailure.CONNECTION_LOST)),
    KNOWS_NO_CANCELLATION("aStatementThatWasStoppedIsCancelled", misreads(SqlFailure.CANCELLED)),
    KNOWS_NO_TIME_OUT("aStatementThatRanOutOfItsTimeIsCancelled", misreads(SqlFailure.CANCELLED)),
    KNOWS_NO_PRIVILEGE("whatARoleMayNotDoIsAPrivilege", misreads(SqlFailure.PRIVILEGE)),
    KNOWS_NO_DEADLOCK("theVictimOfADeadlockIsASerializationFailure", misreads(SqlFailure.SERIALIZATION)),
    CLASSIFIES_BY_MESSAGE("failuresAreNotClassifiedByTheirMessage", h2 -> new DialectDecorator(h2) {
        @Override
        public SqlFailure classify(SQLException failure) {
            return String.valueOf(failure.getMessage()).contains("exists")
                    ? SqlFailure.ALREADY_EXISTS
                    : super.classify(failure);
        }
    });

    private final Breach breach;

    BrokenDialect(String sentence, Function<DatabaseDialect, DatabaseDialect> breaking) {
        this(ServerKind.H2, sentence, breaking);
    }

    BrokenDialect(ServerKind kind, String sentence, Function<DatabaseDialect, DatabaseDialect> breaking) {
        this.breach = new Breach(kind, sentence, breaking);
    }

    @Override
    public Breach breach() {
        return breach;
    }

    private static Function<DatabaseDialect, DatabaseDialect> misreads(SqlFailure misread) {
        return dialect -> new DialectDecorator(dialect) {
            @Override
            public SqlFailure classify(SQLException failure) {
                SqlFailure right = super.classify(failure);
                return right == misread ? SqlFailure.OTHER : right;
            }
        };
    }

    private static Function<DatabaseDialect, DatabaseDialect> lexicon(UnaryOperator<SqlLexicon.Builder> spelling) {
        return dialect -> new DialectDecorator(dialect) {
            @Override
            public SqlLexicon lexicon(DatabaseIdentity identity) {
                return spelling.apply(SqlLexicon.builder()).build();
            }
        };
    }

    private static Function<DatabaseDialect, DatabaseDialect> types(
            @Nullable String shortText, @Nullable String longText, @Nullable String bigint) {
        return history(h -> new HistorySql(
                shortText == null ? h.shortTextType() : shortText,
                longText == null ? h.longTextType() : longText,
                h.integerType(),
                bigint == null ? h.bigintType() : bigint,
                h.tableSuffix(),
                h.currentSchemaQuery(),
                h.tableExistsQuery(),
                h.logsMissingTables()));
    }

    private static Function<DatabaseDialect, DatabaseDialect> history(UnaryOperator<HistorySql> change) {
        return dialect -> new DialectDecorator(dialect) {
            @Override
            public HistorySql historySql() {
                return change.apply(super.historySql());
            }
        };
    }
}
