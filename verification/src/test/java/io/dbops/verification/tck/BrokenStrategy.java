package io.dbops.verification.tck;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.dbops.h2.H2SnapshotStrategy;
import io.dbops.spi.BackupStrategy;
import io.dbops.spi.snapshot.RestoreSession;
import io.dbops.spi.snapshot.SchemaItem;
import io.dbops.spi.snapshot.SnapshotRequest;
import io.dbops.spi.snapshot.SnapshotSession;
import io.dbops.spi.snapshot.StrategyReport;
import io.dbops.spi.snapshot.TableChunk;
import io.dbops.spi.snapshot.TableData;
import io.dbops.spi.snapshot.TableLoader;
import io.dbops.spi.snapshot.TableReader;
import io.dbops.spi.sql.DatabaseIdentity;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import javax.sql.DataSource;

/** Strategies of H2 that break the contract in one way each, with the test that must find out. */
enum BrokenStrategy {
    SUPPORTS_EVERYTHING("itSupportsItsOwnDatabaseUnderAStableId", new StrategyDecorator(new H2SnapshotStrategy()) {
        @Override
        public boolean supports(DatabaseIdentity identity) {
            return true;
        }
    }),
    FINDS_FAULT("aCheckFindsNoFaultHereAndChangesNothing", new StrategyDecorator(new H2SnapshotStrategy()) {
        @Override
        public StrategyReport check(Connection connection) {
            return new StrategyReport("one moment", List.of(), List.of("the moon is full"));
        }
    }),
    READS_THE_PRESENT("aSnapshotSeesOneMomentWhileOthersCommit", present()),
    READS_ANOTHER_MOMENT_EACH_TIME("readersThatAreOpenedLaterSeeTheSameMoment", present()),
    PROMISES_NO_READER("asManyReadersAsPromisedCanBeOpenAtOnce", snapshots(s -> new StrategyDecorator.Snapshot(s) {
        @Override
        public int maxReaders() {
            return 0;
        }
    })),
    CUTS_OVERLAPPING_CHUNKS(
            "theChunksOfATableAreDisjointAndTogetherTheWholeTable", snapshots(s -> new StrategyDecorator.Snapshot(s) {
                @Override
                public List<TableData> tables() {
                    return super.tables().stream()
                            .map(table -> {
                                List<TableChunk> chunks = new ArrayList<>(table.chunks());
                                chunks.add(new TableChunk(
                                        table.name(),
                                        chunks.size(),
                                        chunks.get(0).range()));
                                return with(table, chunks);
                            })
                            .toList();
                }
            })),
    FORGETS_THE_LAST_CHUNK(
            "theChunksOfATableAreDisjointAndTogetherTheWholeTable", snapshots(s -> new StrategyDecorator.Snapshot(s) {
                @Override
                public List<TableData> tables() {
                    return super.tables().stream()
                            .map(table -> table.chunks().size() < 2
                                    ? table
                                    : with(
                                            table,
                                            table.chunks()
                                                    .subList(0, table.chunks().size() - 1)))
                            .toList();
                }
            })),
    MISCOUNTS("everyRowIsOneLineThatAnLfEnds", readers(r -> new StrategyDecorator.Reader(r) {
        @Override
        public long read(TableData table, TableChunk chunk, OutputStream out) throws SQLException, IOException {
            return super.read(table, chunk, out) + 1;
        }
    })),
    LEAVES_OUT_THE_LAST_LF("everyRowIsOneLineThatAnLfEnds", readers(r -> new StrategyDecorator.Reader(r) {
        @Override
        public long read(TableData table, TableChunk chunk, OutputStream out) throws SQLException, IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            long rows = super.read(table, chunk, bytes);
            out.write(bytes.toByteArray(), 0, Math.max(0, bytes.size() - 1));
            return rows;
        }
    })),
    READS_ONCE("aChunkThatIsReadTwiceHasTheSameRows", readers(r -> new StrategyDecorator.Reader(r) {
        private final Set<TableChunk> done = new HashSet<>();

        @Override
        public long read(TableData table, TableChunk chunk, OutputStream out) throws SQLException, IOException {
            return done.add(chunk) ? super.read(table, chunk, out) : 0;
        }
    })),
    CLOSES_THE_STREAM("aReadersStreamStaysOpen", readers(r -> new StrategyDecorator.Reader(r) {
        @Override
        public long read(TableData table, TableChunk chunk, OutputStream out) throws SQLException, IOException {
            try (out) {
                return super.read(table, chunk, out);
            }
        }
    })),
    PROVES_NOTHING("ddlIsKeptOutOrTearsTheBackup", snapshots(s -> new StrategyDecorator.Snapshot(s) {
        @Override
        public List<SchemaItem> finish() {
            return List.of();
        }
    })),
    KEEPS_ITS_CONNECTIONS("connectionsComeBackAsTheyWent", snapshots(s -> new StrategyDecorator.Snapshot(s) {
        @Override
        public void close() {}
    })),
    HIDES_A_FULL_DISK("connectionsComeBackAfterAStreamThatFailed", readers(r -> new StrategyDecorator.Reader(r) {
        @Override
        public long read(TableData table, TableChunk chunk, OutputStream out) throws SQLException {
            try {
                return super.read(table, chunk, out);
            } catch (IOException e) {
                return 0;
            }
        }
    })),
    LOOKS_AT_NOTHING(
            "aPreflightRefusesATargetThatIsNotEmptyAndNamesWhatIsThere",
            restores(s -> new StrategyDecorator.Restore(s) {
                @Override
                public List<String> preflight(Set<String> schemas) {
                    return List.of();
                }
            })),
    BELIEVES_THE_STREAM("aChunkIsLoadedWhollyOrNotAtAll", loaders(l -> new StrategyDecorator.Loader(l) {
        @Override
        public void load(TableData table, TableChunk chunk, long rows, InputStream in)
                throws SQLException, IOException {
            byte[] bytes = in.readAllBytes();
            long lines =
                    new String(bytes, ISO_8859_1).chars().filter(c -> c == '\n').count();
            super.load(table, chunk, lines, new ByteArrayInputStream(bytes));
        }
    })),
    LOADS_NOTHING("aRestoredDatabaseHoldsTheSameRowsAndRules", loaders(l -> new StrategyDecorator.Loader(l) {
        @Override
        public void load(TableData table, TableChunk chunk, long rows, InputStream in) {}
    }));

    private final String sentence;
    private final BackupStrategy strategy;

    BrokenStrategy(String sentence, BackupStrategy strategy) {
        this.sentence = sentence;
        this.strategy = strategy;
    }

    String sentence() {
        return sentence;
    }

    BackupStrategy strategy() {
        return strategy;
    }

    private static TableData with(TableData table, List<TableChunk> chunks) {
        return new TableData(table.name(), table.columns(), table.format(), table.estimatedBytes(), chunks);
    }

    /** Its ranges are those of the snapshot, its rows those of the moment at which a reader is opened. */
    private static BackupStrategy present() {
        return new StrategyDecorator(new H2SnapshotStrategy()) {
            @Override
            public SnapshotSession openSnapshot(SnapshotRequest request) throws SQLException, InterruptedException {
                return new Snapshot(super.openSnapshot(request)) {
                    @Override
                    public TableReader openReader() throws SQLException, InterruptedException {
                        SnapshotSession now = strategy.openSnapshot(request);
                        return new Reader(now.openReader()) {
                            @Override
                            public void close() throws SQLException {
                                super.close();
                                now.close();
                            }
                        };
                    }
                };
            }
        };
    }

    private static BackupStrategy snapshots(Function<SnapshotSession, SnapshotSession> change) {
        return new StrategyDecorator(new H2SnapshotStrategy()) {
            @Override
            public SnapshotSession openSnapshot(SnapshotRequest request) throws SQLException, InterruptedException {
                return change.apply(super.openSnapshot(request));
            }
        };
    }

    private static BackupStrategy readers(Function<TableReader, TableReader> change) {
        return snapshots(session -> new StrategyDecorator.Snapshot(session) {
            @Override
            public TableReader openReader() throws SQLException, InterruptedException {
                return change.apply(super.openReader());
            }
        });
    }

    private static BackupStrategy restores(Function<RestoreSession, RestoreSession> change) {
        return new StrategyDecorator(new H2SnapshotStrategy()) {
            @Override
            public RestoreSession openRestore(DataSource target) throws SQLException {
                return change.apply(super.openRestore(target));
            }
        };
    }

    private static BackupStrategy loaders(Function<TableLoader, TableLoader> change) {
        return restores(session -> new StrategyDecorator.Restore(session) {
            @Override
            public TableLoader openLoader() throws SQLException {
                return change.apply(super.openLoader());
            }
        });
    }
}
