package io.dbops.verification.tck;

import static io.dbops.verification.tck.StrategyDecorator.readers;
import static io.dbops.verification.tck.StrategyDecorator.snapshots;

import io.dbops.error.DbOpsException;
import io.dbops.h2.H2SnapshotStrategy;
import io.dbops.postgresql.snapshot.PostgreSqlSnapshotStrategy;
import io.dbops.spi.BackupStrategy;
import io.dbops.spi.snapshot.SchemaItem;
import io.dbops.spi.snapshot.SnapshotRequest;
import io.dbops.spi.snapshot.SnapshotScope;
import io.dbops.spi.snapshot.SnapshotSession;
import io.dbops.spi.snapshot.StrategyReport;
import io.dbops.spi.snapshot.TableChunk;
import io.dbops.spi.snapshot.TableData;
import io.dbops.spi.snapshot.TableReader;
import io.dbops.spi.sql.DatabaseIdentity;
import io.dbops.testservers.ServerKind;
import io.dbops.value.QualifiedName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Strategies whose snapshots break the contract in one way each; of H2 where nothing else is said. */
enum BrokenStrategy implements Broken<BackupStrategy> {
    SUPPORTS_EVERYTHING("itSupportsItsOwnDatabaseUnderAStableId", new StrategyDecorator(new H2SnapshotStrategy()) {
        @Override
        public boolean supports(DatabaseIdentity identity) {
            return true;
        }
    }),
    FINDS_FAULT("aCheckFindsNoFaultHereAndChangesNothing", new StrategyDecorator(new H2SnapshotStrategy()) {
        @Override
        public StrategyReport check(Connection connection, SnapshotScope scope) {
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
    NUMBERS_CHUNKS_FROM_1(
            "theChunksOfATableAreDisjointAndTogetherTheWholeTable", snapshots(s -> new StrategyDecorator.Snapshot(s) {
                @Override
                public List<TableData> tables() {
                    return super.tables().stream()
                            .map(table -> with(
                                    table,
                                    table.chunks().stream()
                                            .map(chunk ->
                                                    new TableChunk(chunk.table(), chunk.number() + 1, chunk.range()))
                                            .toList()))
                            .toList();
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
    NAMES_NOTHING_WHEN_TORN("ddlIsKeptOutOrTearsTheBackup", snapshots(s -> new StrategyDecorator.Snapshot(s) {
        @Override
        public List<SchemaItem> finish() throws SQLException {
            try {
                return super.finish();
            } catch (DbOpsException e) {
                throw DbOpsException.of(e.code(), "something was changed").build();
            }
        }
    })),
    KEEPS_CONNECTIONS_OF_A_FAILED_READ(
            "connectionsComeBackAfterAStreamThatFailed", snapshots(s -> new StrategyDecorator.Snapshot(s) {
                private boolean failed;

                @Override
                public TableReader openReader() throws SQLException, InterruptedException {
                    return new StrategyDecorator.Reader(super.openReader()) {
                        @Override
                        public long read(TableData table, TableChunk chunk, OutputStream out)
                                throws SQLException, IOException {
                            failed = true;
                            long rows = super.read(table, chunk, out);
                            failed = false;
                            return rows;
                        }
                    };
                }

                @Override
                public void close() throws SQLException {
                    if (!failed) {
                        super.close();
                    }
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
    READS_EVERY_SCHEMA(
            "onlyTheSchemasThatWereAskedForAreRead",
            asking(request -> new SnapshotRequest(
                    request.connections(), Set.of(), request.readers(), request.chunkBytes(), request.lockWait()))),
    MAKES_CHUNKS_OF_ITS_OWN_SIZE(
            "aChunkHoldsAboutAsManyBytesAsWereAskedFor",
            asking(request -> new SnapshotRequest(
                    request.connections(), request.schemas(), request.readers(), 4096, request.lockWait()))),
    CUTS_AFRESH_EACH_TIME("aTableIsCutAgainAsItsReferenceWasCut", asking(request -> request.comparedWith(List.of()))),
    CUTS_AS_BEFORE_WHATEVER_THE_ORDER("aTableOfAnotherOrderIsCutAfresh", asking(BrokenStrategy::orderedByRowId)),
    PROMISES_READERS_THAT_IT_HAS_NOT(
            "severalReadersShareTheSnapshotExactlyWhereTheProbeSaysSo",
            snapshots(s -> new StrategyDecorator.Snapshot(s) {
                @Override
                public int maxReaders() {
                    return 2;
                }
            })),
    LISTS_TABLES_AT_RANDOM("tablesAreListedByNameAndViewsAreNot", snapshots(s -> new StrategyDecorator.Snapshot(s) {
        @Override
        public List<TableData> tables() {
            List<TableData> tables = new ArrayList<>(super.tables());
            Collections.reverse(tables);
            return tables;
        }
    })),
    LETS_DDL_IN(
            ServerKind.POSTGRESQL_15,
            "ddlIsKeptOutWhereTheProbeSaysSo",
            new StrategyDecorator(new PostgreSqlSnapshotStrategy()) {
                @Override
                public SnapshotSession openSnapshot(SnapshotRequest request) throws SQLException, InterruptedException {
                    super.openSnapshot(request).close();
                    return new EmptySnapshot();
                }
            }),
    SEES_NO_SWAP("aTableThatIsSwappedIsReadAsItWasOrTearsTheBackup", snapshots(s -> new StrategyDecorator.Snapshot(s) {
        @Override
        public List<SchemaItem> finish() {
            return List.of();
        }
    })),
    READS_A_TRUNCATED_TABLE_AS_EMPTY("aTableThatIsTruncatedIsReadAsItWasOrTearsTheBackup", presentWithoutProof()),
    LISTS_COLUMNS_BACKWARDS(
            "columnsAreThoseOfARowAndGeneratedOnesAreNotAmongThem", snapshots(s -> new StrategyDecorator.Snapshot(s) {
                @Override
                public List<TableData> tables() {
                    return super.tables().stream()
                            .map(table -> {
                                List<String> columns = new ArrayList<>(table.columns());
                                Collections.reverse(columns);
                                return new TableData(
                                        table.name(), columns, table.format(), table.estimatedBytes(), table.chunks());
                            })
                            .toList();
                }
            })),
    HAS_A_FORMAT_IN_WORDS("everyRowIsOneLineThatAnLfEnds", snapshots(s -> new StrategyDecorator.Snapshot(s) {
        @Override
        public List<TableData> tables() {
            return super.tables().stream()
                    .map(table -> new TableData(
                            table.name(), table.columns(), "H2's SQL", table.estimatedBytes(), table.chunks()))
                    .toList();
        }
    })),
    READS_ON("aReaderThatIsCancelledFails", readers(r -> new StrategyDecorator.Reader(r) {
        @Override
        public void cancel() {}
    })),
    TERMINATES_DEFINITIONS(
            "aDefinitionHasAKindInLowerCaseAndNoTerminator",
            definitions(item -> new SchemaItem(item.phase(), item.kind(), item.name(), item.sql() + ";"))),
    SHOUTS_KINDS(
            "aDefinitionHasAKindInLowerCaseAndNoTerminator",
            definitions(item ->
                    new SchemaItem(item.phase(), item.kind().toUpperCase(Locale.ROOT), item.name(), item.sql()))),
    DEFINES_EVERYTHING_FIRST(
            "whatDependsOnRowsAndTablesComesAfterThem",
            definitions(item -> new SchemaItem(SchemaItem.Phase.BEFORE_DATA, item.kind(), item.name(), item.sql()))),
    FORGETS_WHERE_KEYS_STOOD(
            "aKeyThatTheDatabaseFillsGoesOnWhereItStood", snapshots(s -> new StrategyDecorator.Snapshot(s) {
                @Override
                public List<SchemaItem> definitions() {
                    return super.definitions().stream()
                            .map(item -> new SchemaItem(
                                    item.phase(),
                                    item.kind(),
                                    item.name(),
                                    item.sql().replaceAll(" RESTART WITH \\d+", "")))
                            .toList();
                }

                @Override
                public List<SchemaItem> finish() throws SQLException {
                    super.finish();
                    return List.of();
                }
            }));

    private final ServerKind kind;
    private final String sentence;
    private final BackupStrategy strategy;

    BrokenStrategy(String sentence, BackupStrategy strategy) {
        this(ServerKind.H2, sentence, strategy);
    }

    BrokenStrategy(ServerKind kind, String sentence, BackupStrategy strategy) {
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

    /** As above, and proves nothing at the end. */
    private static BackupStrategy presentWithoutProof() {
        return new StrategyDecorator(present()) {
            @Override
            public SnapshotSession openSnapshot(SnapshotRequest request) throws SQLException, InterruptedException {
                return new Snapshot(super.openSnapshot(request)) {
                    @Override
                    public List<SchemaItem> finish() {
                        return List.of();
                    }
                };
            }
        };
    }

    private static BackupStrategy asking(UnaryOperator<SnapshotRequest> change) {
        return new StrategyDecorator(new H2SnapshotStrategy()) {
            @Override
            public SnapshotSession openSnapshot(SnapshotRequest request) throws SQLException, InterruptedException {
                return super.openSnapshot(change.apply(request));
            }
        };
    }

    private static SnapshotRequest orderedByRowId(SnapshotRequest request) {
        return request.comparedWith(request.reference(new QualifiedName("PUBLIC", "ACCOUNT")).stream()
                .map(table -> new TableData(
                        table.name(),
                        table.columns(),
                        table.format(),
                        "_ROWID_",
                        table.estimatedBytes(),
                        table.chunks()))
                .toList());
    }

    private static BackupStrategy definitions(UnaryOperator<SchemaItem> change) {
        return snapshots(session -> new StrategyDecorator.Snapshot(session) {
            @Override
            public List<SchemaItem> definitions() {
                return super.definitions().stream().map(change).toList();
            }
        });
    }
}
