package io.dbops.mysql.snapshot;

import io.dbops.spi.snapshot.SchemaItem;
import io.dbops.spi.snapshot.SnapshotRequest;
import io.dbops.spi.snapshot.TableChunk;
import io.dbops.spi.snapshot.TableData;
import io.dbops.value.QualifiedName;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** What a database defines, and how its tables are cut. Immutable. */
final class Description {

    private final List<SchemaItem> definitions;
    private final List<TableData> tables;
    private final Map<String, Table> byName;

    private Description(List<SchemaItem> definitions, List<TableData> tables, Map<String, Table> byName) {
        this.definitions = List.copyOf(definitions);
        this.tables = List.copyOf(tables);
        this.byName = Collections.unmodifiableMap(new TreeMap<>(byName));
    }

    /** Reads it inside the snapshot of the leading session. */
    static Description read(Catalogue catalogue, BorrowedConnection leader, SnapshotRequest request)
            throws SQLException {
        leader.execute("SAVEPOINT dbops_describe");
        List<SchemaItem> definitions = Definitions.read(catalogue, leader.connection(), leader.product());
        RangeCutter cutter = new RangeCutter(leader.connection(), request.chunkBytes());
        List<TableData> all = new ArrayList<>();
        Map<String, Table> byName = new TreeMap<>();
        for (Table table : catalogue.tables()) {
            byName.put(table.name(), table);
            QualifiedName name = new QualifiedName(catalogue.database(), table.name());
            List<TableChunk> chunks = new ArrayList<>();
            for (KeyRange range : cutter.cut(table, request.reference(name))) {
                chunks.add(new TableChunk(name, chunks.size(), range.toText()));
            }
            all.add(new TableData(
                    name, table.columnNames(), MySqlSnapshotStrategy.FORMAT, table.order(), table.bytes(), chunks));
            leader.execute("ROLLBACK TO SAVEPOINT dbops_describe");
        }
        return new Description(definitions, all, byName);
    }

    List<SchemaItem> definitions() {
        return definitions;
    }

    List<TableData> tables() {
        return tables;
    }

    /** The same tables as {@link #tables()}, with what the catalogue says of their columns. */
    Collection<Table> columns() {
        return byName.values();
    }

    Table table(String name) {
        return Objects.requireNonNull(byName.get(name), () -> "no table " + name + " in this snapshot");
    }
}
