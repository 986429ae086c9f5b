package io.dbops.testkit.tck;

import io.dbops.spi.BackupStrategy;
import io.dbops.spi.snapshot.RestoreSession;
import io.dbops.spi.snapshot.SchemaItem;
import io.dbops.spi.snapshot.SnapshotSession;
import io.dbops.spi.snapshot.TableChunk;
import io.dbops.spi.snapshot.TableData;
import io.dbops.spi.snapshot.TableLoader;
import io.dbops.spi.snapshot.TableReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/** All that a snapshot yields, in memory, and its way back into a database: the least that a backup engine does. */
final class CapturedSnapshot {

    /** One chunk as it was read. */
    record Chunk(TableData table, TableChunk chunk, byte[] bytes, long rows) {

        /** Text that stands for the bytes one to one, cut at each LF. */
        List<String> lines() {
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            return text.isEmpty()
                    ? List.of()
                    : Arrays.asList(text.split("\n", -1)).subList(0, count('\n'));
        }

        int count(char wanted) {
            int count = 0;
            for (byte each : bytes) {
                count += each == wanted ? 1 : 0;
            }
            return count;
        }
    }

    final List<SchemaItem> definitions;
    final List<TableData> tables;
    final List<Chunk> chunks;

    private CapturedSnapshot(List<SchemaItem> definitions, List<TableData> tables, List<Chunk> chunks) {
        this.definitions = definitions;
        this.tables = tables;
        this.chunks = chunks;
    }

    /** Reads everything with one reader and finishes the session, but leaves it open. */
    static CapturedSnapshot of(SnapshotSession session) throws Exception {
        List<SchemaItem> definitions = new ArrayList<>(session.definitions());
        List<Chunk> chunks = new ArrayList<>();
        try (TableReader reader = session.openReader()) {
            for (TableData table : session.tables()) {
                for (TableChunk chunk : table.chunks()) {
                    chunks.add(read(reader, table, chunk));
                }
            }
        }
        definitions.addAll(session.finish());
        return new CapturedSnapshot(definitions, session.tables(), chunks);
    }

    static Chunk read(TableReader reader, TableData table, TableChunk chunk) throws SQLException, IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        long rows = reader.read(table, chunk, bytes);
        return new Chunk(table, chunk, bytes.toByteArray(), rows);
    }

    static TableData table(List<TableData> tables, String name) {
        return tables.stream()
                .filter(table -> table.name().name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("table " + name + " is not in the snapshot: " + tables));
    }

    List<Chunk> chunksOf(String table) {
        return chunks.stream()
                .filter(each -> each.table() == table(tables, table))
                .toList();
    }

    Set<String> schemas() {
        return tables.stream().map(table -> table.name().schema()).collect(Collectors.toSet());
    }

    void define(RestoreSession session, SchemaItem.Phase phase) throws SQLException {
        for (SchemaItem item : definitions) {
            if (item.phase() == phase) {
                session.define(item);
            }
        }
    }

    static void load(TableLoader loader, Chunk chunk) throws SQLException, IOException {
        loader.load(chunk.table(), chunk.chunk(), chunk.rows(), new ByteArrayInputStream(chunk.bytes()));
    }

    void restore(BackupStrategy strategy, DataSource target) throws Exception {
        try (RestoreSession session = strategy.openRestore(target)) {
            define(session, SchemaItem.Phase.BEFORE_DATA);
            try (TableLoader loader = session.openLoader()) {
                for (Chunk chunk : chunks) {
                    load(loader, chunk);
                }
            }
            define(session, SchemaItem.Phase.AFTER_DATA);
            session.finish();
        }
    }
}
