package io.dbops.verification.postgresql;

import io.dbops.backup.Owners;
import io.dbops.postgresql.snapshot.PostgreSqlSnapshotStrategy;
import io.dbops.spi.snapshot.AccountedRestore;
import io.dbops.spi.snapshot.RestoreSession;
import io.dbops.spi.snapshot.SchemaItem;
import io.dbops.spi.snapshot.SchemaItem.Phase;
import io.dbops.spi.snapshot.SnapshotRequest;
import io.dbops.spi.snapshot.SnapshotSession;
import io.dbops.spi.snapshot.TableChunk;
import io.dbops.spi.snapshot.TableData;
import io.dbops.spi.snapshot.TableLoader;
import io.dbops.spi.snapshot.TableReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/** What a backup engine does with a strategy, in its plainest form: everything is kept in memory. */
final class InMemoryBackup {

    private record Rows(TableData table, long count, byte[] bytes) {}

    private final List<SchemaItem> definitions = new ArrayList<>();
    private final Map<TableChunk, Rows> chunks = new LinkedHashMap<>();

    private InMemoryBackup() {}

    static SnapshotRequest request(DataSource source, int readers, long chunkBytes, String... schemas) {
        return new SnapshotRequest(source, Set.of(schemas), readers, chunkBytes, Duration.ofSeconds(10));
    }

    static InMemoryBackup take(SnapshotRequest request) throws Exception {
        try (SnapshotSession snapshot = new PostgreSqlSnapshotStrategy().openSnapshot(request)) {
            return read(snapshot);
        }
    }

    /** Deals the chunks to the readers in turn, so that each reader sees chunks of every table. */
    static InMemoryBackup read(SnapshotSession snapshot) throws Exception {
        InMemoryBackup backup = new InMemoryBackup();
        backup.definitions.addAll(snapshot.definitions());
        List<TableReader> readers = new ArrayList<>();
        try {
            for (int i = 0; i < snapshot.maxReaders(); i++) {
                readers.add(snapshot.openReader());
            }
            int turn = 0;
            for (TableData table : snapshot.tables()) {
                for (TableChunk chunk : table.chunks()) {
                    ByteArrayOutputStream out = new ByteArrayOutputStream();
                    long rows = readers.get(turn++ % readers.size()).read(table, chunk, out);
                    backup.chunks.put(chunk, new Rows(table, rows, out.toByteArray()));
                }
            }
        } finally {
            for (TableReader reader : readers) {
                reader.close();
            }
        }
        backup.definitions.addAll(snapshot.finish());
        return backup;
    }

    void restore(DataSource target) throws Exception {
        restore(target, Owners.kept());
    }

    void restore(DataSource target, Owners owners) throws Exception {
        try (RestoreSession restore = new PostgreSqlSnapshotStrategy().openRestore(target)) {
            define(restore, Phase.BEFORE_DATA, owners);
            try (TableLoader loader = restore.openLoader()) {
                for (Map.Entry<TableChunk, Rows> entry : chunks.entrySet()) {
                    Rows rows = entry.getValue();
                    loader.load(rows.table(), entry.getKey(), rows.count(), new ByteArrayInputStream(rows.bytes()));
                }
            }
            define(restore, Phase.AFTER_DATA, owners);
            restore.finish();
        }
    }

    private void define(RestoreSession restore, Phase phase, Owners owners) throws Exception {
        for (SchemaItem item : definitions) {
            if (item.phase() == phase) {
                Optional<SchemaItem> ours = ((AccountedRestore) restore).withOwners(item, owners);
                if (ours.isPresent()) {
                    restore.define(ours.get());
                }
            }
        }
    }

    List<SchemaItem> definitions() {
        return definitions;
    }

    long rows(String table) {
        return chunks.entrySet().stream()
                .filter(entry -> entry.getKey().table().toString().equals(table))
                .mapToLong(entry -> entry.getValue().count())
                .sum();
    }

    long chunks(String table) {
        return chunks.keySet().stream()
                .filter(chunk -> chunk.table().toString().equals(table))
                .count();
    }

    String text(String table) {
        StringBuilder text = new StringBuilder();
        chunks.forEach((chunk, rows) -> {
            if (chunk.table().toString().equals(table)) {
                text.append(new String(rows.bytes(), StandardCharsets.UTF_8));
            }
        });
        return text.toString();
    }
}
