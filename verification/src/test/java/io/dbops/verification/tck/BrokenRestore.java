package io.dbops.verification.tck;

import static io.dbops.verification.tck.StrategyDecorator.loaders;
import static io.dbops.verification.tck.StrategyDecorator.restores;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.dbops.postgresql.snapshot.PostgreSqlSnapshotStrategy;
import io.dbops.spi.BackupStrategy;
import io.dbops.spi.snapshot.SchemaItem;
import io.dbops.spi.snapshot.TableChunk;
import io.dbops.spi.snapshot.TableData;
import io.dbops.testservers.ServerKind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/** Strategies that restore what they should not, or not what they should; of H2 where nothing else is said. */
enum BrokenRestore implements Broken<BackupStrategy> {
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
    })),
    BELIEVES_THE_END_IS_NEAR("aStreamThatFailsAtItsEndLoadsNothing", loaders(l -> new StrategyDecorator.Loader(l) {
        @Override
        public void load(TableData table, TableChunk chunk, long rows, InputStream in)
                throws SQLException, IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            for (long lines = 0; lines < rows; ) {
                int next = in.read();
                bytes.write(next);
                lines += next == '\n' ? 1 : 0;
            }
            super.load(table, chunk, rows, new ByteArrayInputStream(bytes.toByteArray()));
        }
    })),
    PASSES_OVER_DUPLICATES("aRowThatIsAlreadyThereFailsTheChunk", passingOverRefusals()),
    PASSES_OVER_WHAT_IS_TOO_LONG("aValueThatDoesNotFitFailsTheChunk", passingOverRefusals()),
    LOADS_ON("aLoaderThatIsCancelledFailsAndLoadsNothing", loaders(l -> new StrategyDecorator.Loader(l) {
        @Override
        public void cancel() {}
    })),
    PROMISES_NO_LOADER("asManyLoadersAsPromisedCanBeOpenAtOnce", restores(s -> new StrategyDecorator.Restore(s) {
        @Override
        public int maxLoaders() {
            return 0;
        }
    })),
    TOUCHES_BEFORE_IT_LOOKS(
            "aPreflightRefusesATargetThatIsNotEmptyAndNamesWhatIsThere",
            restores(s -> new StrategyDecorator.Restore(s) {
                @Override
                public List<String> preflight(Set<String> schemas) throws SQLException {
                    define(new SchemaItem(
                            SchemaItem.Phase.BEFORE_DATA,
                            "table",
                            "obstacle",
                            "CREATE TABLE IF NOT EXISTS mark (id INT)"));
                    return super.preflight(schemas);
                }
            })),
    DEFINES_NO_SCHEMA_THAT_IS_THERE(
            ServerKind.POSTGRESQL_15,
            "aRestoredDatabaseHoldsTheSameRowsAndRules",
            restores(new PostgreSqlSnapshotStrategy(), s -> new StrategyDecorator.Restore(s) {
                @Override
                public void define(SchemaItem item) throws SQLException {
                    super.define(new SchemaItem(
                            item.phase(), "statement", item.name(), item.sql().replace(" IF NOT EXISTS", "")));
                }
            }));

    private final ServerKind kind;
    private final String sentence;
    private final BackupStrategy strategy;

    BrokenRestore(String sentence, BackupStrategy strategy) {
        this(ServerKind.H2, sentence, strategy);
    }

    BrokenRestore(ServerKind kind, String sentence, BackupStrategy strategy) {
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

    private static BackupStrategy passingOverRefusals() {
        return loaders(loader -> new StrategyDecorator.Loader(loader) {
            @Override
            public void load(TableData table, TableChunk chunk, long rows, InputStream in) throws IOException {
                try {
                    super.load(table, chunk, rows, in);
                } catch (SQLException e) {
                    // Whoever restores never hears of it.
                    return;
                }
            }
        });
    }
}
