package io.dbops.verification.tck;

import io.dbops.spi.DatabaseDialect;
import io.dbops.spi.sql.SessionControl;
import io.dbops.spi.sql.SessionIdentity;
import io.dbops.spi.sql.SessionLock;
import io.dbops.testservers.ServerKind;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Dialects whose sessions or lock break the contract in one way each; of H2 where nothing else is said. */
enum BrokenSession implements BrokenDialectPart {
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
    TAKES_ABSENCE_FOR_DEATH(
            "aSessionThatTheObserverMayNotSeeIsNotCalledDead", sessions(s -> new DialectDecorator.Sessions(s) {
                @Override
                public boolean isAlive(Connection observer, SessionIdentity session) throws SQLException {
                    return DialectDecorator.count(
                                    observer,
                                    "SELECT COUNT(*) FROM INFORMATION_SCHEMA.SESSIONS WHERE SESSION_ID = "
                                            + session.session())
                            > 0;
                }
            })),
    PUTS_TIME_OUTS_BACK_ONLY("aVariableThatWasSetIsGoneAfterwards", sessions(s -> new DialectDecorator.Sessions(s) {
        @Override
        public String capture(Connection connection) throws SQLException {
            return "" + DialectDecorator.count(connection, "SELECT LOCK_TIMEOUT()");
        }

        @Override
        public void restore(Connection connection, String captured) throws SQLException {
            DialectDecorator.run(connection, "SET LOCK_TIMEOUT " + captured);
        }
    })),
    LETS_ITSELF_BE_ENDED(
            ServerKind.POSTGRESQL_15,
            "aSessionThatIsKeptAliveOutlivesTheServersLimit",
            sessions(s -> new DialectDecorator.Sessions(s) {
                @Override
                public void keepAlive(Connection connection) {}
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
    WAITS_FOR_ITS_TURN("aLockThatAnotherHoldsIsRefusedWithoutWaiting", lock(l -> new DialectDecorator.Lock(l) {
        @Override
        public boolean tryAcquire(Connection connection, String name) throws SQLException {
            while (!super.tryAcquire(connection, name)) {
                try {
                    Thread.sleep(20);
                } catch (InterruptedException e) {
                    throw new SQLException(e);
                }
            }
            return true;
        }
    })),
    SHARES_WHAT_DDL_ENDS(
            "aConnectionThatIsSharedKeepsTheLockThroughMigrations", lock(l -> new DialectDecorator.Lock(l) {
                @Override
                public boolean sharesConnection() {
                    return true;
                }
            })),
    REMEMBERS_THE_LAST_NAME("everyThreadHasLocksOfItsOwn", lock(l -> new DialectDecorator.Lock(l) {
        private volatile String last = "";

        @Override
        public boolean tryAcquire(Connection connection, String name) throws SQLException {
            last = name;
            return super.tryAcquire(connection, name);
        }

        @Override
        public boolean isHeld(Connection connection, String name) throws SQLException {
            return super.isHeld(connection, last);
        }
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
    HIDES_THE_HOLDER("aHolderIsDescribedAndNobodyWhenFree", lock(l -> new DialectDecorator.Lock(l) {
        @Override
        public Optional<String> holder(Connection connection, String name) {
            return Optional.empty();
        }
    })),
    GIVES_A_NUMBER_ONLY("aHolderIsDescribedAndNobodyWhenFree", lock(l -> new DialectDecorator.Lock(l) {
        @Override
        public Optional<String> holder(Connection connection, String name) throws SQLException {
            return super.holder(connection, name).map(text -> text.replaceFirst(" of user.*", ""));
        }
    })),
    LOOKS_FOR_A_LOCK_THAT_NOBODY_MADE("aHolderIsDescribedAndNobodyWhenFree", lock(l -> new DialectDecorator.Lock(l) {
        @Override
        public Optional<String> holder(Connection connection, String name) throws SQLException {
            DialectDecorator.count(connection, "SELECT COUNT(*) FROM \"dbops_lock\"");
            return super.holder(connection, name);
        }
    })),
    LOOKS_WHERE_IT_MAY_NOT("aHolderThatARoleMayNotSeeIsNoFailure", lock(l -> new DialectDecorator.Lock(l) {
        @Override
        public Optional<String> holder(Connection connection, String name) throws SQLException {
            DialectDecorator.count(connection, "SELECT COUNT(*) FROM \"dbops_lock\"");
            return super.holder(connection, name);
        }
    })),
    LOCKS_OUT_EVERYBODY("aLockHoldsUpNobodyElsesWork", lock(l -> new DialectDecorator.Lock(l) {
        @Override
        public boolean tryAcquire(Connection connection, String name) throws SQLException {
            connection.setAutoCommit(false);
            DialectDecorator.run(connection, "SELECT * FROM parcel FOR UPDATE");
            DialectDecorator.run(connection, "INSERT INTO parcel VALUES (1)");
            return true;
        }
    }));

    private final Breach breach;

    BrokenSession(String sentence, Function<DatabaseDialect, DatabaseDialect> breaking) {
        this(ServerKind.H2, sentence, breaking);
    }

    BrokenSession(ServerKind kind, String sentence, Function<DatabaseDialect, DatabaseDialect> breaking) {
        this.breach = new Breach(kind, sentence, breaking);
    }

    @Override
    public Breach breach() {
        return breach;
    }

    private static Function<DatabaseDialect, DatabaseDialect> sessions(UnaryOperator<SessionControl> change) {
        return dialect -> new DialectDecorator(dialect) {
            private final SessionControl sessions = change.apply(dialect.sessions());

            @Override
            public SessionControl sessions() {
                return sessions;
            }
        };
    }

    private static Function<DatabaseDialect, DatabaseDialect> lock(UnaryOperator<SessionLock> change) {
        return dialect -> new DialectDecorator(dialect) {
            private final SessionLock lock = change.apply(dialect.sessionLock());

            @Override
            public SessionLock sessionLock() {
                return lock;
            }
        };
    }
}
