package io.dbops.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.dbops.spi.sql.InlineData;
import io.dbops.spi.sql.SqlFailure;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** The part of the contract that is about data behind a statement of a script. */
abstract class DataTck extends CatalogueTck {

    private static final int MANY = 100_000;
    private static final int ROUNDS = 60;
    private static final int PAUSE_MILLIS = 50;

    @Test
    void aLoadCountsItsRowsAndLeavesTheStreamOpen() throws Exception {
        if (isWithoutData()) {
            return;
        }
        Connection connection = parcels();
        AtomicBoolean closed = new AtomicBoolean();
        InputStream data = new FilterInputStream(bytes("1\tone\n2\t\u00fcn\u00efc\u00f6d\u00e9\n3\ta\\tb\n")) {
            @Override
            public void close() {
                closed.set(true);
            }
        };
        assertThat(loader().load(connection, statement(), data)).isEqualTo(3);
        assertThat(closed).isFalse();
        assertThat(query(connection, "SELECT name FROM parcel ORDER BY id"))
                .containsExactly("one", "\u00fcn\u00efc\u00f6d\u00e9", "a\tb");
    }

    @Test
    void aLoadIsPartOfTheTransactionThatIsOpen() throws Exception {
        if (isWithoutData()) {
            return;
        }
        Connection connection = parcels();
        connection.setAutoCommit(false);
        loader().load(connection, statement(), bytes("1\tone\n"));
        connection.rollback();
        assertThat(query(connection, "SELECT id FROM parcel")).isEmpty();
        loader().load(connection, statement(), bytes("2\ttwo\n"));
        connection.commit();
        assertThat(query(connect(), "SELECT id FROM parcel")).containsExactly("2");
    }

    @Test
    void dataThatCannotBeReadUndoTheirStatement() throws Exception {
        if (isWithoutData()) {
            return;
        }
        Connection connection = parcels();
        IOException broken = new IOException("the disk is gone");
        InputStream data = new SequenceInputStream(bytes("1\tone\n"), new Pieces() {
            @Override
            byte[] next() throws IOException {
                throw broken;
            }
        });
        assertThat(assertThrows(IOException.class, () -> loader().load(connection, statement(), data)))
                .isSameAs(broken);
        assertThat(query(connection, "SELECT id FROM parcel")).isEmpty();
    }

    @Test
    void theLineOfTheDataThatWasRefusedIsTold() throws Exception {
        if (isWithoutData()) {
            return;
        }
        Connection connection = parcels();
        SQLException refused = assertThrows(SQLException.class, () -> loader().load(
                        connection, statement(), bytes("1\tone\n2\ttwo\nthree\tthree\n4\tfour\n")));
        assertThat(loader().failedLine(refused)).isEqualTo(OptionalLong.of(3));
        SQLException other = assertThrows(SQLException.class, () -> execute(connection, "SELEC 1"));
        assertThat(loader().failedLine(other)).isEmpty();
        assertThat(query(connection, "SELECT id FROM parcel")).isEmpty();
    }

    @Test
    void aLoadIsCancelledFromAnotherThread() throws Exception {
        if (isWithoutData()) {
            return;
        }
        Connection connection = parcels();
        loader().cancel(connection);
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        Thread canceller = new Thread(() -> {
            try {
                reading.await();
                loader().cancel(connection);
            } catch (InterruptedException | SQLException e) {
                throw new IllegalStateException(e);
            } finally {
                cancelled.countDown();
            }
        });
        canceller.start();
        InputStream data = new FilterInputStream(new Lines(MANY)) {
            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                reading.countDown();
                await(cancelled);
                return super.read(target, offset, length);
            }
        };
        SQLException failure = assertThrows(SQLException.class, () -> loader().load(connection, statement(), data));
        canceller.join();
        assertThat(dialect().classify(failure)).isEqualTo(SqlFailure.CANCELLED);
        assertThat(query(connection, "SELECT id FROM parcel")).isEmpty();
    }

    /** The server is at work before the last line was read. */
    @Test
    void manyDataAreSentAsTheyAreRead() throws Exception {
        if (isWithoutData()) {
            return;
        }
        Connection connection = parcels();
        Connection observer = connect();
        String session = dialect().sessions().identify(connection).session();
        AtomicBoolean begun = new AtomicBoolean();
        InputStream lookAround = new Pieces() {
            @Override
            byte[] next() throws IOException {
                try {
                    for (int round = 0; !begun.get() && round < ROUNDS; round++) {
                        begun.set(hasOpenTransaction(observer, session));
                        Thread.sleep(PAUSE_MILLIS);
                    }
                    return new byte[0];
                } catch (SQLException | InterruptedException e) {
                    throw new IOException(e);
                }
            }
        };
        assertThat(loader().load(connection, statement(), new SequenceInputStream(new Lines(MANY), lookAround)))
                .isEqualTo(MANY);
        assertThat(begun).isTrue();
    }

    /** Where scripts carry no data the dialect must not claim to load any. */
    private boolean isWithoutData() {
        boolean without = loadStatement().isEmpty();
        assertThat(dialect() instanceof InlineData).as("loads data").isNotEqualTo(without);
        return without;
    }

    private InlineData loader() {
        return (InlineData) dialect();
    }

    private String statement() {
        return loadStatement().orElseThrow();
    }

    private Connection parcels() throws SQLException {
        Connection connection = connect();
        execute(connection, "CREATE TABLE parcel (id INT PRIMARY KEY, name VARCHAR(100))");
        return connection;
    }

    private static InputStream bytes(String data) {
        return new ByteArrayInputStream(data.getBytes(StandardCharsets.UTF_8));
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            if (!latch.await(10, TimeUnit.SECONDS)) {
                throw new IOException("nobody cancelled");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Data that are made as they are read. */
    private abstract static class Pieces extends InputStream {
        private byte[] piece = {};
        private int at;

        /** The next bytes; none at the end. */
        abstract byte[] next() throws IOException;

        private boolean more() throws IOException {
            if (at == piece.length) {
                piece = next();
                at = 0;
            }
            return at < piece.length;
        }

        @Override
        public int read() throws IOException {
            return more() ? piece[at++] & 0xFF : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (!more()) {
                return -1;
            }
            int count = Math.min(length, piece.length - at);
            System.arraycopy(piece, at, target, offset, count);
            at += count;
            return count;
        }
    }

    /** So many lines. */
    private static final class Lines extends Pieces {
        private final int lines;
        private int next = 1;

        Lines(int lines) {
            this.lines = lines;
        }

        @Override
        byte[] next() {
            if (next > lines) {
                return new byte[0];
            }
            String line = next + "\tline " + next + "\n";
            next++;
            return line.getBytes(StandardCharsets.UTF_8);
        }
    }
}
