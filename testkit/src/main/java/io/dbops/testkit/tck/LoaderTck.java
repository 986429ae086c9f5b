package io.dbops.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbops.spi.snapshot.RestoreSession;
import io.dbops.spi.snapshot.SchemaItem;
import io.dbops.spi.snapshot.TableLoader;
import io.dbops.testkit.tck.CapturedSnapshot.Chunk;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The contract of {@link TableLoader}; part of {@link BackupStrategyTck}. */
abstract class LoaderTck extends SnapshotTck {

    @Test
    void aChunkIsLoadedWhollyOrNotAtAll() throws Exception {
        CapturedSnapshot captured = capture();
        Chunk chunk = captured.chunksOf("account").get(0);
        try (RestoreSession session = strategy().openRestore(target())) {
            captured.define(session, SchemaItem.Phase.BEFORE_DATA);
            try (TableLoader loader = session.openLoader()) {
                assertThatThrownBy(() -> loader.load(chunk.table(), chunk.chunk(), chunk.rows() + 1, bytes(chunk)))
                        .as("more rows promised than there are")
                        .isInstanceOf(Exception.class);
                assertThat(accountsInTarget()).isZero();
            }
            try (TableLoader loader = session.openLoader()) {
                assertThatThrownBy(() -> loader.load(chunk.table(), chunk.chunk(), chunk.rows() - 1, bytes(chunk)))
                        .as("fewer rows promised than there are")
                        .isInstanceOf(Exception.class);
                assertThat(accountsInTarget()).isZero();
            }
            try (TableLoader loader = session.openLoader()) {
                InputStream broken = new SequenceInputStream(
                        new ByteArrayInputStream(chunk.bytes(), 0, chunk.bytes().length / 2), new BrokenInput());
                assertThatThrownBy(() -> loader.load(chunk.table(), chunk.chunk(), chunk.rows(), broken))
                        .as("a stream that breaks")
                        .isInstanceOf(Exception.class);
                assertThat(accountsInTarget()).isZero();
            }
            try (TableLoader loader = session.openLoader()) {
                CapturedSnapshot.load(loader, chunk);
                assertThat(accountsInTarget()).isEqualTo(chunk.rows());
            }
        }
    }

    @Test
    void aStreamThatFailsAtItsEndLoadsNothing() throws Exception {
        CapturedSnapshot captured = capture();
        Chunk chunk = captured.chunksOf("account").get(0);
        try (RestoreSession session = strategy().openRestore(target())) {
            captured.define(session, SchemaItem.Phase.BEFORE_DATA);
            try (TableLoader loader = session.openLoader()) {
                InputStream broken = new SequenceInputStream(bytes(chunk), new BrokenInput());
                assertThatThrownBy(() -> loader.load(chunk.table(), chunk.chunk(), chunk.rows(), broken))
                        .isInstanceOf(Exception.class);
            }
            assertThat(accountsInTarget()).isZero();
        }
    }

    @Test
    void aRowThatIsAlreadyThereFailsTheChunk() throws Exception {
        CapturedSnapshot captured = capture();
        Chunk chunk = captured.chunksOf("account").get(0);
        try (RestoreSession session = strategy().openRestore(target())) {
            for (SchemaItem.Phase phase : SchemaItem.Phase.values()) {
                captured.define(session, phase);
            }
            try (TableLoader loader = session.openLoader()) {
                CapturedSnapshot.load(loader, chunk);
            }
            try (TableLoader loader = session.openLoader()) {
                assertThatThrownBy(() -> CapturedSnapshot.load(loader, chunk)).isInstanceOf(Exception.class);
            }
            assertThat(accountsInTarget()).isEqualTo(chunk.rows());
        }
    }

    @Test
    void aValueThatDoesNotFitFailsTheChunk() throws Exception {
        Chunk chunk = capture().chunksOf("account").get(0);
        try (Connection connection = target().getConnection()) {
            DialectFixture.execute(
                    connection, "CREATE TABLE account (id INT PRIMARY KEY, balance INT NOT NULL, note VARCHAR(5))");
        }
        try (RestoreSession session = strategy().openRestore(target())) {
            try (TableLoader loader = session.openLoader()) {
                assertThatThrownBy(() -> CapturedSnapshot.load(loader, chunk)).isInstanceOf(Exception.class);
            }
            assertThat(accountsInTarget()).isZero();
        }
    }

    @Test
    void aLoaderThatIsCancelledFailsAndLoadsNothing() throws Exception {
        CapturedSnapshot captured = capture();
        List<Chunk> chunks = captured.chunksOf("account").subList(0, 2);
        try (RestoreSession session = strategy().openRestore(target())) {
            captured.define(session, SchemaItem.Phase.BEFORE_DATA);
            try (TableLoader loader = session.openLoader()) {
                for (Chunk chunk : chunks) {
                    InputStream cancelling = new SequenceInputStream(new CancellingInput(loader), bytes(chunk));
                    assertThatThrownBy(() -> loader.load(chunk.table(), chunk.chunk(), chunk.rows(), cancelling))
                            .as("the running load and the next one")
                            .isInstanceOf(Exception.class);
                }
            }
            assertThat(accountsInTarget()).isZero();
        }
    }

    /** Is empty, and cancels when that is found out. */
    private static final class CancellingInput extends InputStream {
        private final TableLoader loader;

        CancellingInput(TableLoader loader) {
            this.loader = loader;
        }

        @Override
        public int read() {
            CompletableFuture.runAsync(loader::cancel).join();
            return -1;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            return read();
        }
    }

    @Test
    void asManyLoadersAsPromisedCanBeOpenAtOnce() throws Exception {
        CapturedSnapshot captured = capture();
        List<Chunk> chunks = captured.chunksOf("account");
        try (RestoreSession session = strategy().openRestore(target())) {
            assertThat(session.maxLoaders()).isPositive();
            captured.define(session, SchemaItem.Phase.BEFORE_DATA);
            List<TableLoader> loaders = new ArrayList<>();
            try {
                for (int i = 0; i < Math.min(2, session.maxLoaders()); i++) {
                    loaders.add(session.openLoader());
                }
                for (int i = 0; i < loaders.size(); i++) {
                    CapturedSnapshot.load(loaders.get(i), chunks.get(i));
                }
            } finally {
                for (TableLoader loader : loaders) {
                    loader.close();
                }
            }
            assertThat(accountsInTarget())
                    .isEqualTo(chunks.subList(0, loaders.size()).stream()
                            .mapToLong(Chunk::rows)
                            .sum());
        }
    }

    private static InputStream bytes(Chunk chunk) {
        return new ByteArrayInputStream(chunk.bytes());
    }

    private static final class BrokenInput extends InputStream {
        @Override
        public int read() throws IOException {
            throw new IOException("the stream broke");
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return read();
        }
    }

    private long accountsInTarget() throws SQLException {
        try (Connection connection = target().getConnection()) {
            return Long.parseLong(DialectFixture.query(connection, "SELECT COUNT(*) FROM account")
                    .get(0));
        }
    }
}
