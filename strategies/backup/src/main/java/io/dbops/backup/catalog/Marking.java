package io.dbops.backup.catalog;

import io.dbops.backup.BackupInfo;
import io.dbops.backup.BackupLabel;
import io.dbops.backup.manifest.Keyspace;
import io.dbops.backup.manifest.Mark;
import io.dbops.backup.manifest.MarkFile;
import io.dbops.backup.sign.SigningKey;
import io.dbops.backup.stream.CertainPut;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.BackupStore;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.function.BiConsumer;

/** Says something of a backup, signed. Thread-safe as far as the store is. */
public final class Marking {

    private static final int TAIL = 4;

    private final BackupStore store;
    private final BackupCatalog catalog;
    private final SigningKey key;
    private final Clock clock;
    private final SecureRandom random;
    private final BiConsumer<String, String> warnings;

    /** @param warnings are told the key of an object and what happened to it */
    public Marking(
            BackupStore store,
            BackupCatalog catalog,
            SigningKey key,
            Clock clock,
            SecureRandom random,
            BiConsumer<String, String> warnings) {
        this.store = store;
        this.catalog = catalog;
        this.key = key;
        this.clock = clock;
        this.random = random;
        this.warnings = warnings;
    }

    /** Says it; returns the backup with all that was said of it. */
    public BackupInfo say(BackupLabel label, Mark.Kind kind, String text) throws IOException {
        CatalogEntry entry = catalog.entry(label).orElseThrow(() -> notThere(label, "there is no backup " + label));
        Instant at = clock.instant();
        Mark mark = new Mark(entry.manifest().repository(), label, entry.sha256(), kind, at, text);
        byte[] tail = new byte[TAIL];
        random.nextBytes(tail);
        byte[] file = MarkFile.write(mark, key);
        new CertainPut(store, warnings)
                .put(Keyspace.mark(label, at, HexFormat.of().formatHex(tail)), file);
        // who removed it at the same moment may not have seen the mark
        return catalog.info(label).orElseThrow(() -> notThere(label, "backup " + label + " was removed meanwhile"));
    }

    private DbOpsException notThere(BackupLabel label, String what) {
        return DbOpsException.of(ErrorCode.BACKUP_NOT_FOUND, what + " in " + store.description())
                .with("label", label)
                .hint("list() names the backups there are.")
                .build();
    }
}
