package io.dbops.mysql.snapshot;

import io.dbops.spi.snapshot.SchemaItem;
import io.dbops.spi.snapshot.SnapshotSession;
import io.dbops.spi.snapshot.TableChunk;
import io.dbops.spi.snapshot.TableData;
import io.dbops.spi.snapshot.TableReader;
import io.dbops.value.QualifiedName;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A snapshot on one connection or several, each of which reads; the first also looks at definitions, before and after. */
final class MySqlSnapshotSession implements SnapshotSession {

    private final List<BorrowedConnection> connections;
    private final Deque<BorrowedConnection> idle;
    private final Catalogue catalogue;
    private final Fingerprints before;
    private final boolean definitionsLocked;
    private final String position;
    private final Map<String, Table> tablesByName = new TreeMap<>();
    private List<SchemaItem> definitions = List.of();
    private List<TableData> tables = List.of();

    MySqlSnapshotSession(
            List<BorrowedConnection> connections,
            Catalogue catalogue,
            Fingerprints before,
            boolean definitionsLocked,
            String position) {
        this.connections = List.copyOf(connections);
        this.idle = new ArrayDeque<>(connections);
        this.catalogue = catalogue;
        this.before = before;
        this.definitionsLocked = definitionsLocked;
        this.position = position;
    }

    /** Reads the definitions and cuts the tables, inside the snapshot. */
    void describe(long chunkBytes) throws SQLException {
        BorrowedConnection leader = leader();
        leader.execute("SAVEPOINT dbops_describe");
        definitions = List.copyOf(Definitions.read(catalogue, leader.connection(), leader.product()));
        RangeCutter cutter = new RangeCutter(leader.connection(), chunkBytes);
        List<TableData> all = new ArrayList<>();
        for (Table table : catalogue.tables()) {
            tablesByName.put(table.name(), table);
            QualifiedName name = new QualifiedName(catalogue.database(), table.name());
            List<TableChunk> chunks = new ArrayList<>();
            for (KeyRange range : cutter.cut(table)) {
                chunks.add(new TableChunk(name, chunks.size(), range.toText()));
            }
            all.add(new TableData(name, table.columnNames(), MySqlSnapshotStrategy.FORMAT, table.bytes(), chunks));
            leader.execute("ROLLBACK TO SAVEPOINT dbops_describe");
        }
        tables = List.copyOf(all);
    }

    private BorrowedConnection leader() {
        return connections.get(0);
    }

    @Override
    public List<SchemaItem> definitions() {
        return definitions;
    }

    @Override
    public List<TableData> tables() {
        return tables;
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
                name -> Objects.requireNonNull(tablesByName.get(name), () -> "no table " + name + " in this snapshot"),
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
        // sequences do not take part in snapshots: what a snapshot shows of them may be older than the rows
        leader.execute("COMMIT");
        List<SchemaItem> state = Definitions.sequenceState(catalogue, leader.connection());
        before.requireSame(Fingerprints.read(catalogue, leader.connection(), leader.product()));
        return state;
    }

    @Override
    public String position() {
        return position;
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
