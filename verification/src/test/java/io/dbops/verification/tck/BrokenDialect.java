package io.dbops.verification.tck;

import io.dbops.h2.H2Dialect;
import io.dbops.spi.DatabaseDialect;
import io.dbops.spi.sql.Capabilities;
import io.dbops.spi.sql.DatabaseIdentity;
import io.dbops.spi.sql.Feature;
import io.dbops.spi.sql.HistorySql;
import io.dbops.spi.sql.SessionControl;
import io.dbops.spi.sql.SessionIdentity;
import io.dbops.spi.sql.SessionLock;
import io.dbops.spi.sql.SqlFailure;
import io.dbops.spi.sql.SqlLexicon;
import io.dbops.spi.sql.Support;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Dialects of H2 that break the contract in one way each, with the test that must find out. */
enum BrokenDialect {
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
            run(connection, "CREATE TABLE IF NOT EXISTS dbops_probe (id INT)");
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
    NAMES_ANOTHER_SCHEMA(
            "unqualifiedNamesAreCreatedInTheCurrentSchema",
            history(h -> new HistorySql(
                    h.shortTextType(),
                    h.longTextType(),
                    h.integerType(),
                    h.bigintType(),
                    h.timestampType(),
                    h.tableSuffix(),
                    "SELECT 'INFORMATION_SCHEMA'",
                    h.tableExistsQuery()))),
    FINDS_TABLES_IN_EVERY_SCHEMA(
            "unqualifiedNamesAreCreatedInTheCurrentSchema",
            history(h -> new HistorySql(
                    h.shortTextType(),
                    h.longTextType(),
                    h.integerType(),
                    h.bigintType(),
                    h.timestampType(),
                    h.tableSuffix(),
                    h.currentSchemaQuery(),
                    "SELECT 1 FROM INFORMATION_SCHEMA.TABLES WHERE ? IS NOT NULL AND TABLE_NAME = ?"))),
    HAS_A_SHORT_TEXT_OF_100("aShortTextHolds200CharactersInAKey", types("VARCHAR(100)", null, null, null)),
    COMPARES_WITHOUT_CASE("shortTextsAreComparedByteForByte", types("VARCHAR_IGNORECASE(200)", null, null, null)),
    IGNORES_TRAILING_BLANKS("shortTextsAreComparedByteForByte", types("CHAR(200)", null, null, null)),
    HAS_A_LONG_TEXT_OF_8000("aLongTextHolds16000Characters", types(null, "VARCHAR(8000)", null, null)),
    HAS_A_NARROW_BIGINT("integersHoldTheirExtremes", types(null, null, "INTEGER", null)),
    LOSES_MICROSECONDS(
            "timesKeepTheirMicrosecondsAndCanBeFilledByTheDatabase", types(null, null, null, "TIMESTAMP(3)")),
    CALLS_EVERYTHING_OTHER("refusalsAreClassifiedByWhatTheyAre", BrokenDialect::unclassified),
    KNOWS_NO_LOCK_TIMEOUT("aLockThatIsNotGrantedInTimeIsALockTimeout", BrokenDialect::unclassified),
    KNOWS_NO_LOST_CONNECTION("aLostConnectionIsClassifiedAsLost", BrokenDialect::unclassified),
    CLASSIFIES_BY_MESSAGE("failuresAreNotClassifiedByTheirMessage", h2 -> new DialectDecorator(h2) {
        @Override
        public SqlFailure classify(SQLException failure) {
            return String.valueOf(failure.getMessage()).contains("exists")
                    ? SqlFailure.ALREADY_EXISTS
                    : super.classify(failure);
        }
    }),
    TAKES_ALL_SESSIONS_FOR_ONE(
            "aSessionIsIdentifiedTheSameEveryTimeAndApartFromOthers", sessions(s -> new DialectDecorator.Sessions(s) {
                @Override
                public SessionIdentity identify(Connection connection) throws SQLException {
                    return new SessionIdentity(super.identify(connection).server(), "1", "");
                }
            })),
    BELIEVES_IN_ETERNAL_LIFE("aSessionIsAliveUntilItEnds", sessions(s -> new DialectDecorator.Sessions(s) {
        @Override
        public boolean isAlive(Connection observer, SessionIdentity session) {
            return true;
        }
    })),
    LOOKS_AT_THE_NUMBER_ONLY(
            "aNumberThatWasGivenOutAgainIsAnotherSession", sessions(s -> new DialectDecorator.Sessions(s) {
                @Override
                public boolean isAlive(Connection observer, SessionIdentity session) throws SQLException {
                    return super.identify(observer).session().equals(session.session());
                }
            })),
    PUTS_NO_SETTING_BACK("settingsArePutBackAsTheyWereCaptured", sessions(s -> new DialectDecorator.Sessions(s) {
        @Override
        public void restore(Connection connection, String captured) {}
    })),
    PUTS_DEFAULTS_BACK(
            "settingsThatWereChangedBeforeTheCaptureComeBackToo", sessions(s -> new DialectDecorator.Sessions(s) {
                private final List<String> restored = new CopyOnWriteArrayList<>();

                @Override
                public void restore(Connection connection, String captured) throws SQLException {
                    restored.add(captured);
                    super.restore(connection, restored.get(0));
                }
            })),
    GRANTS_ALWAYS("aLockIsHeldByOneSession", lock(l -> new DialectDecorator.Lock(l) {
        @Override
        public boolean tryAcquire(Connection connection, String name) {
            return true;
        }
    })),
    RELEASES_NOTHING("aLockIsFreeAfterItsRelease", lock(l -> new DialectDecorator.Lock(l) {
        @Override
        public void release(Connection connection, String name) {}
    })),
    LEAVES_ITS_TRANSACTION_OPEN("aReleaseAndARefusalLeaveNoTransactionOpen", lock(l -> new DialectDecorator.Lock(l) {
        @Override
        public void release(Connection connection, String name) {}
    })),
    OUTLIVES_ITS_HOLDER("aLockIsFreeWhenItsHolderDies", lock(l -> new DialectDecorator.Lock(l) {
        private final Set<String> taken = ConcurrentHashMap.newKeySet();

        @Override
        public boolean tryAcquire(Connection connection, String name) {
            return taken.add(name);
        }
    })),
    HAS_ONE_LOCK_FOR_ALL_NAMES("locksWithDifferentNamesAreIndependent", lock(l -> new DialectDecorator.Lock(l) {
        @Override
        public boolean tryAcquire(Connection connection, String name) throws SQLException {
            return super.tryAcquire(connection, name.substring(0, 5));
        }
    })),
    HIDES_THE_HOLDER("aHolderIsNamedAndNobodyWhenFree", lock(l -> new DialectDecorator.Lock(l) {
        @Override
        public Optional<String> holder(Connection connection, String name) {
            return Optional.empty();
        }
    })),
    LOCKS_OUT_EVERYBODY("aLockHoldsUpNobodyElsesWork", lock(l -> new DialectDecorator.Lock(l) {
        @Override
        public boolean tryAcquire(Connection connection, String name) throws SQLException {
            connection.setAutoCommit(false);
            run(connection, "SELECT * FROM parcel FOR UPDATE");
            run(connection, "INSERT INTO parcel VALUES (1)");
            return true;
        }
    }));

    private final String sentence;
    private final Function<DatabaseDialect, DatabaseDialect> breaking;

    BrokenDialect(String sentence, Function<DatabaseDialect, DatabaseDialect> breaking) {
        this.sentence = sentence;
        this.breaking = breaking;
    }

    String sentence() {
        return sentence;
    }

    DatabaseDialect dialect() {
        return breaking.apply(new H2Dialect());
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static DatabaseDialect unclassified(DatabaseDialect h2) {
        return new DialectDecorator(h2) {
            @Override
            public SqlFailure classify(SQLException failure) {
                return SqlFailure.OTHER;
            }
        };
    }

    private static Function<DatabaseDialect, DatabaseDialect> types(
            @Nullable String shortText,
            @Nullable String longText,
            @Nullable String bigint,
            @Nullable String timestamp) {
        return history(h -> new HistorySql(
                shortText == null ? h.shortTextType() : shortText,
                longText == null ? h.longTextType() : longText,
                h.integerType(),
                bigint == null ? h.bigintType() : bigint,
                timestamp == null ? h.timestampType() : timestamp,
                h.tableSuffix(),
                h.currentSchemaQuery(),
                h.tableExistsQuery()));
    }

    private static Function<DatabaseDialect, DatabaseDialect> history(Function<HistorySql, HistorySql> change) {
        return h2 -> new DialectDecorator(h2) {
            @Override
            public HistorySql historySql() {
                return change.apply(super.historySql());
            }
        };
    }

    private static Function<DatabaseDialect, DatabaseDialect> sessions(
            Function<SessionControl, SessionControl> change) {
        return h2 -> new DialectDecorator(h2) {
            private final SessionControl sessions = change.apply(dialect.sessions());

            @Override
            public SessionControl sessions() {
                return sessions;
            }
        };
    }

    private static Function<DatabaseDialect, DatabaseDialect> lock(Function<SessionLock, SessionLock> change) {
        return h2 -> new DialectDecorator(h2) {
            private final SessionLock lock = change.apply(dialect.sessionLock());

            @Override
            public SessionLock sessionLock() {
                return lock;
            }
        };
    }
}
