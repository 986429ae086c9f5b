package io.dbops.verification.tck;

import io.dbops.error.DbOpsException;
import io.dbops.h2.H2SnapshotStrategy;
import io.dbops.postgresql.snapshot.PostgreSqlSnapshotStrategy;
import io.dbops.spi.BackupStrategy;
import io.dbops.spi.snapshot.BlockedSession;
import io.dbops.spi.snapshot.BlockedWatch;
import io.dbops.spi.snapshot.BlockingSnapshot;
import io.dbops.spi.snapshot.SnapshotRequest;
import io.dbops.spi.snapshot.SnapshotScope;
import io.dbops.spi.snapshot.SnapshotSession;
import io.dbops.spi.snapshot.StrategyReport;
import io.dbops.testservers.ServerKind;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Strategies that break the contract before there is a snapshot, or for those who wait for one. */
enum BrokenOpening implements Broken<BackupStrategy> {
    FINDS_NO_FAULT("aCheckTellsWhyABackupWouldBeRefused", new StrategyDecorator(new H2SnapshotStrategy()) {
        @Override
        public StrategyReport check(Connection connection, SnapshotScope scope) {
            return new StrategyReport("one moment", List.of(), List.of());
        }
    }),
    CHECKS_SCHEMAS_THAT_ARE_NOT_THERE("aSchemaThatIsNotThereIsNamed", new StrategyDecorator(new H2SnapshotStrategy()) {
        @Override
        public StrategyReport check(Connection connection, SnapshotScope scope) throws SQLException {
            return super.check(connection, SnapshotScope.all());
        }
    }),
    READS_SCHEMAS_THAT_ARE_NOT_THERE("aSchemaThatIsNotThereIsNamed", new StrategyDecorator(new H2SnapshotStrategy()) {
        @Override
        public SnapshotSession openSnapshot(SnapshotRequest request) throws SQLException, InterruptedException {
            return super.openSnapshot(new SnapshotRequest(
                    request.connections(), Set.of(), request.readers(), request.chunkBytes(), request.lockWait()));
        }
    }),
    KEEPS_CONNECTIONS_OF_A_REFUSED_SNAPSHOT(
            "whatCannotBeWhollyReadIsRefusedAndEverythingReleased", new StrategyDecorator(new H2SnapshotStrategy()) {
                @Override
                @SuppressWarnings("resource")
                public SnapshotSession openSnapshot(SnapshotRequest request) throws SQLException, InterruptedException {
                    request.connections().getConnection();
                    return super.openSnapshot(request);
                }
            }),
    BACKS_UP_WHAT_IT_CAN_SEE(
            "whatCannotBeWhollyReadIsRefusedAndEverythingReleased", new StrategyDecorator(new H2SnapshotStrategy()) {
                @Override
                public SnapshotSession openSnapshot(SnapshotRequest request) throws SQLException, InterruptedException {
                    try {
                        return super.openSnapshot(request);
                    } catch (SQLException | DbOpsException e) {
                        return new EmptySnapshot();
                    }
                }
            }),
    WAITS_AS_LONG_AS_IT_TAKES(
            ServerKind.POSTGRESQL_15,
            "noLockIsWaitedForLongerThanTheRequestAllows",
            new StrategyDecorator(new PostgreSqlSnapshotStrategy()) {
                @Override
                public SnapshotSession openSnapshot(SnapshotRequest request) throws SQLException, InterruptedException {
                    return super.openSnapshot(new SnapshotRequest(
                            request.connections(),
                            request.schemas(),
                            request.readers(),
                            request.chunkBytes(),
                            Duration.ofHours(1)));
                }
            }),
    SEES_NOBODY_WAIT(
            ServerKind.POSTGRESQL_15,
            "whoWaitsForASnapshotIsSeenAndLetGo",
            new StrategyDecorator(new PostgreSqlSnapshotStrategy()) {
                @Override
                public SnapshotSession openSnapshot(SnapshotRequest request) throws SQLException, InterruptedException {
                    return new Waiting(super.openSnapshot(request)) {
                        @Override
                        List<BlockedSession> blocked(BlockedWatch watch) {
                            return List.of();
                        }
                    };
                }
            }),
    LETS_NOBODY_GO(
            ServerKind.POSTGRESQL_15,
            "whoWaitsForASnapshotIsSeenAndLetGo",
            new StrategyDecorator(new PostgreSqlSnapshotStrategy()) {
                @Override
                public SnapshotSession openSnapshot(SnapshotRequest request) throws SQLException, InterruptedException {
                    return new Waiting(super.openSnapshot(request)) {
                        @Override
                        public void release() {}
                    };
                }
            });

    private final ServerKind kind;
    private final String sentence;
    private final BackupStrategy strategy;

    BrokenOpening(String sentence, BackupStrategy strategy) {
        this(ServerKind.H2, sentence, strategy);
    }

    BrokenOpening(ServerKind kind, String sentence, BackupStrategy strategy) {
        this.kind = kind;
        this.sentence = sentence;
        this.strategy = strategy;
    }

    @Override
    public ServerKind kind() {
        return kind;
    }

    @Override
    public String sentence() {
        return sentence;
    }

    @Override
    public BackupStrategy implementation() {
        return strategy;
    }

    /** Passes everything on, the look-out over those who wait included. */
    private static class Waiting extends StrategyDecorator.Snapshot implements BlockingSnapshot {

        private final BlockingSnapshot blocking;

        Waiting(SnapshotSession session) {
            super(session);
            this.blocking = (BlockingSnapshot) session;
        }

        List<BlockedSession> blocked(BlockedWatch watch) throws SQLException {
            return watch.blocked();
        }

        @Override
        public BlockedWatch watch() throws SQLException {
            BlockedWatch watch = blocking.watch();
            return new BlockedWatch() {
                @Override
                public List<BlockedSession> blocked() throws SQLException {
                    return Waiting.this.blocked(watch);
                }

                @Override
                public void close() throws SQLException {
                    watch.close();
                }
            };
        }

        @Override
        public void release() {
            blocking.release();
        }
    }
}
