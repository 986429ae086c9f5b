package io.dbops.examples.quickstart;

import io.dbops.DbOps;
import io.dbops.backup.RecoveryTarget;
import io.dbops.backup.RestoreReport;
import io.dbops.backup.key.KeyFile;
import java.nio.file.Path;
import javax.sql.DataSource;

/** Migrates, backs up and restores in fifteen lines. */
public final class Quickstart {

    private Quickstart() {}

    // spotless:off
    // tag::quickstart[]
    static RestoreReport run(DataSource shop, DataSource emptyCopy, Path folder) {
        try (DbOps db = DbOps.builder()
                .dataSource(shop)
                .migrationsFrom("classpath:db/quickstart")
                .backupsTo(folder.resolve("backups"))
                .backupKeys(KeyFile.createOrRead(folder.resolve("shop.key")))
                .build()) {
            System.out.println(db.migrations().migrate());
            System.out.println(db.backups().full());
            return db.backups().restore(RecoveryTarget.latest(), emptyCopy);
        }
    }
    // end::quickstart[]
    // spotless:on
}
