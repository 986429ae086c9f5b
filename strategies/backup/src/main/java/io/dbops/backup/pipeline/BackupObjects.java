package io.dbops.backup.pipeline;

import io.dbops.backup.BackupLabel;
import io.dbops.backup.BackupOptions;
import io.dbops.backup.manifest.BackupContents;
import io.dbops.backup.manifest.BackupManifest.FixedObjects;
import io.dbops.backup.manifest.ContentsFile;
import io.dbops.backup.manifest.DefinitionScript;
import io.dbops.backup.manifest.Keyspace;
import io.dbops.backup.manifest.StoredObject;
import io.dbops.backup.manifest.TableContents;
import io.dbops.backup.recovery.RecoveryTexts;
import io.dbops.backup.stream.ContentDigests;
import io.dbops.backup.stream.ObjectCoding;
import io.dbops.backup.stream.ObjectStoring;
import io.dbops.backup.verify.StoredPresence;
import io.dbops.backup.work.DatabaseWork;
import io.dbops.backup.work.ParallelWork;
import io.dbops.backup.work.Progress;
import io.dbops.backup.work.RateLimit;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.BackupStore;
import io.dbops.spi.ObjectInfo;
import io.dbops.spi.ObjectKey;
import io.dbops.spi.call.InterruptFlag;
import io.dbops.spi.snapshot.SchemaItem;
import io.dbops.spi.snapshot.SchemaItem.Phase;
import io.dbops.spi.snapshot.SnapshotSession;
import io.dbops.spi.snapshot.StockClient;
import io.dbops.spi.snapshot.StockRecovery;
import io.dbops.spi.snapshot.StrategyReport;
import io.dbops.spi.snapshot.TableData;
import io.dbops.spi.sql.DatabaseIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Everything of one backup but its manifest; used by one thread, once. */
final class BackupObjects {

    private final BackupStore store;
    private final ObjectCoding coding;
    private final ObjectStoring storing;
    private final ObjectCoding contentsCoding;
    private final ContentDigests digests;
    private final BackupLabel label;
    private final @Nullable Reference reference;
    private final DraftWriter draft;
    private final RateLimit rate;
    private final Progress progress;
    private final RowResults results = new RowResults();
    private final List<StoredObject> others = new ArrayList<>();
    private final List<SchemaItem> definitions = new ArrayList<>();
    private final List<TableData> tables = new ArrayList<>();
    private Optional<StockClient> client = Optional.empty();
    private @Nullable BackupContents contents;
    private boolean kept;

    /**
     * Objects that are not stored yet.
     *
     * @param coding of everything but the contents
     * @param contentsCoding of the contents
     * @param reference whose chunks are shared where they are equal
     * @param draft where what is stored is written down meanwhile
     */
    BackupObjects(
            BackupStore store,
            ObjectCoding coding,
            ObjectCoding contentsCoding,
            ContentDigests digests,
            BackupLabel label,
            @Nullable Reference reference,
            DraftWriter draft,
            RateLimit rate,
            Progress progress) {
        this.draft = draft;
        this.store = store;
        this.coding = coding;
        this.storing = new ObjectStoring(store, coding);
        this.contentsCoding = contentsCoding;
        this.digests = digests;
        this.label = label;
        this.reference = reference;
        this.rate = rate;
        this.progress = progress;
    }

    /**
     * Stores every chunk, with as many readers as both sides allow; returns with all readers closed.
     *
     * @param lookout begins to look who waits, once all readers are open; is given what makes the work fail
     */
    void storeRows(SnapshotSession session, int parallelism, DatabaseWork database, Lookout lookout) throws Exception {
        List<ChunkJob> jobs = new ArrayList<>();
        List<TableData> all = session.tables();
        for (TableData table : all) {
            table.chunks().forEach(chunk -> jobs.add(new ChunkJob(table, chunk)));
        }
        progress.totals(
                jobs.size(),
                session.tables().stream().mapToLong(TableData::estimatedBytes).sum());
        // The longest tables first, so that no single reader is left with one at the end.
        jobs.sort(Comparator.comparingLong((ChunkJob job) -> job.table().estimatedBytes())
                .reversed());
        int count = Math.min(Math.min(parallelism, session.maxReaders()), Math.max(1, jobs.size()));
        AtomicBoolean stopped = new AtomicBoolean();
        RowKeys keys = new RowKeys(label, coding);
        List<ChunkWriter> writers = new ArrayList<>();
        try {
            while (writers.size() < count) {
                writers.add(new ChunkWriter(
                        session.openReader(),
                        storing,
                        keys,
                        digests,
                        reference,
                        results,
                        rate,
                        progress,
                        database.failures(),
                        stopped,
                        () -> draft.chunkStored(all, results)));
            }
        } catch (Exception e) {
            for (ChunkWriter each : writers) {
                closeAfter(each, e);
            }
            throw e;
        }
        ParallelWork<ChunkJob> work = new ParallelWork<>(threads(), writers, jobs, stopped, database.deadline());
        try (AutoCloseable watch = lookout.begin(work::giveUp)) {
            work.run();
        }
    }

    /** Makes somebody look who waits for the readers. */
    interface Lookout {
        AutoCloseable begin(Consumer<DbOpsException> giveWay);
    }

    String threads() {
        return "dbops-backup-" + label;
    }

    /** Ends the snapshot's reading; afterwards it is not needed any more. */
    void readRest(SnapshotSession session) throws SQLException {
        List<SchemaItem> last = session.finish();
        definitions.addAll(session.definitions());
        definitions.addAll(last);
        tables.addAll(session.tables());
        client = session instanceof StockRecovery recovery ? Optional.of(recovery.stockClient()) : Optional.empty();
    }

    /** Stores definitions, contents and instructions. */
    void storeRest(DatabaseIdentity database, StrategyReport report, BackupOptions options) throws IOException {
        List<SchemaItem> before = phase(definitions, Phase.BEFORE_DATA);
        List<SchemaItem> after = phase(definitions, Phase.AFTER_DATA);
        List<TableContents> stored = results.tables(tables, digests);
        FixedObjects fixed = fixed();
        boolean delimited = client.map(StockClient::delimited).orElse(false);
        script(fixed.before(), before, delimited);
        script(fixed.after(), after, delimited);
        BackupContents all = new BackupContents(
                label,
                digests.encodedKey(),
                report.notCaptured(),
                schemas(options),
                before.size(),
                after.size(),
                stored);
        contents = all;
        byte[] json = ContentsFile.write(all);
        others.add(new ObjectStoring(store, contentsCoding).coded(fixed.contents(), false, out -> out.write(json)));
        RecoveryTexts texts = new RecoveryTexts(label, database, options.compression(), coding.encrypted(), client);
        byte[] commands = utf8(texts.commands(fixed.before(), fixed.after(), stored));
        others.add(storing.coded(fixed.commands(), false, out -> out.write(commands)));
        byte[] recover = utf8(texts.recover(fixed));
        others.add(ObjectStoring.plain(store, fixed.recover(), out -> out.write(recover)));
    }

    private void script(ObjectKey key, List<SchemaItem> items, boolean delimited) throws IOException {
        StoredObject object = storing.coded(key, true, out -> DefinitionScript.write(items, delimited, out));
        if (object.size() > DefinitionScript.MAX_STORED) {
            throw DbOpsException.of(
                            ErrorCode.BACKUP_FAILED,
                            "the definitions take " + object.size() + " bytes, at most " + DefinitionScript.MAX_STORED
                                    + " are supported")
                    .with("object", key)
                    .build();
        }
        others.add(object);
    }

    FixedObjects fixed() {
        String age = coding.suffix(false);
        return new FixedObjects(
                Keyspace.fixed(label, "contents.json" + age),
                Keyspace.fixed(label, "definitions/before.sql" + coding.suffix(true)),
                Keyspace.fixed(label, "definitions/after.sql" + coding.suffix(true)),
                Keyspace.fixed(label, "commands.sh" + age),
                Keyspace.fixed(label, "RECOVER.md"));
    }

    /** How many chunks are shared with the reference. */
    int reused() {
        return results.shared().size();
    }

    /** Looks once more whether what is shared is there: the reference may have been removed meanwhile. */
    void requireShared() {
        Collection<String> gone = StoredPresence.faults(results.shared(), store).values();
        if (!gone.isEmpty()) {
            throw DbOpsException.of(
                            ErrorCode.BACKUP_FAILED,
                            "what backup " + label + " shares with another one is gone: " + String.join("; ", gone))
                    .hint("Take it again: it will store what is missing.")
                    .build();
        }
    }

    /** In key order. */
    List<StoredObject> all() {
        List<StoredObject> all = new ArrayList<>(results.objects());
        all.addAll(others);
        all.sort(Comparator.comparing(StoredObject::key));
        return all;
    }

    BackupContents contents() {
        return Objects.requireNonNull(contents, "known once the rest is stored");
    }

    /** From now on nothing is discarded: a manifest may need it. */
    void keep() {
        kept = true;
    }

    /** Removes what a failed backup stored; what cannot be removed is never listed, and costs only space. */
    void discard(Throwable failure) {
        if (kept) {
            return;
        }
        boolean interrupted = InterruptFlag.setAside();
        try {
            draft.forget();
            for (ObjectInfo left : store.list(Keyspace.folder(label))) {
                store.delete(left.key());
            }
        } catch (IOException | RuntimeException e) {
            failure.addSuppressed(e);
        }
        if (interrupted) {
            InterruptFlag.raise();
        }
    }

    private static List<SchemaItem> phase(List<SchemaItem> items, Phase phase) {
        return items.stream().filter(item -> item.phase() == phase).toList();
    }

    private Set<String> schemas(BackupOptions options) {
        Set<String> schemas = new TreeSet<>(options.schemas());
        tables.forEach(table -> schemas.add(table.name().schema()));
        definitions.stream().filter(item -> item.kind().equals("schema")).forEach(item -> schemas.add(item.name()));
        return schemas;
    }

    private static void closeAfter(AutoCloseable closeable, Exception failure) {
        try {
            closeable.close();
        } catch (Exception e) {
            failure.addSuppressed(e);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
