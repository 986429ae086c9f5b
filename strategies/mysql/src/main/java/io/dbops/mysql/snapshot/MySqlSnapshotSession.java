package io.dbops.mysql.snapshot;

import io.dbops.spi.snapshot.BlockedWatch;
import io.dbops.spi.snapshot.BlockingSnapshot;
import io.dbops.spi.snapshot.SchemaItem;
import io.dbops.spi.snapshot.SnapshotSession;
import io.dbops.spi.snapshot.StockClient;
import io.dbops.spi.snapshot.StockRecovery;
import io.dbops.spi.snapshot.TableData;
import io.dbops.spi.snapshot.TableReader;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A snapshot on one connection or several, each of which reads; the first also looks at definitions, before and after. */
final class MySqlSnapshotSession implements SnapshotSession, BlockingSnapshot, StockRecovery {

    private final List<BorrowedConnection> connections;
    private final Deque<BorrowedConnection> idle;
    private final Catalogue catalogue;
    private final Fingerprints before;
    private final boolean definitionsLocked;
    private final Description description;
    private final String position;
    private final DataSource more;
    private final HeldTables held;

    MySqlSnapshotSession(
            List<BorrowedConnection> connections,
            Catalogue catalogue,
            Fingerprints before,
            boolean definitionsLocked,
            Description description,
            HeldTables held,
            String position,
            DataSource more) {
        this.connections = List.copyOf(connections);
        this.idle = new ArrayDeque<>(connections);
        this.catalogue = catalogue;
        this.before = before;
        this.definitionsLocked = definitionsLocked;
        this.description = description;
        this.position = position;
        this.more = more;
        this.held = held;
    }

    private BorrowedConnection leader() {
        return connections.get(0);
    }

    @Override
    public List<SchemaItem> definitions() {
        return description.definitions();
    }

    @Override
    public List<TableData> tables() {
        return description.tables();
    }

    @Override
    public StockClient stockClient() {
        return ClientCommands.of(leader().product(), leader()::knows, catalogue.database(), description.columns());
    }

    @Override
    public int maxReaders() {
        return connections.size();
    }

    @Override
    public synchronized TableReader openReader() throws SQLException {
        BorrowedConnection borrowed = idle.poll();
        if (borrowed == null) {
            throw new IllegalStateException("all " + connections.size() + " readers of this snapshot are open");
        }
        return new TsvTableReader(
                borrowed,
                description,
                held,
                (connection, table) -> {
                    if (!definitionsLocked) {
                        before.requireSame(catalogue, connection, borrowed.product(), table);
                    }
                },
                () -> giveBack(borrowed));
    }

    private synchronized void giveBack(BorrowedConnection borrowed) {
        idle.add(borrowed);
    }

    @Override
    public List<SchemaItem> finish() throws SQLException {
        BorrowedConnection leader = leader();
        // before the transaction ends, and with it the locks that keep whoever waits from altering what was read
        before.requireSame(Fingerprints.read(catalogue, leader.connection(), leader.product()));
        // sequences do not take part in snapshots: what a snapshot shows of them may be older than the rows
        leader.execute("COMMIT");
        return Definitions.sequenceState(catalogue, leader.connection());
    }

    @Override
    public String position() {
        return position;
    }

    @Override
    public BlockedWatch watch() throws SQLException {
        Set<Long> sessions =
                connections.stream().map(BorrowedConnection::session).collect(Collectors.toSet());
        return MetadataLocks.behind(more, catalogue.database(), sessions, held, definitionsLocked);
    }

    @Override
    public void release() {
        connections.forEach(BorrowedConnection::abort);
    }

    @Override
    public void close() throws SQLException {
        SQLException failure = null;
        for (BorrowedConnection each : connections) {
            try {
                if (each == leader() && definitionsLocked && each.usable()) {
                    each.execute("UNLOCK INSTANCE");
                }
            } catch (SQLException e) {
                each.markUnusable();
                failure = add(failure, e);
            }
            try {
                each.close();
            } catch (SQLException e) {
                failure = add(failure, e);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static SQLException add(@Nullable SQLException first, SQLException next) {
        if (first == null) {
            return next;
        }
        first.addSuppressed(next);
        return first;
    }
}
