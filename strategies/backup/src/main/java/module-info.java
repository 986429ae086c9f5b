/** The backup engine: codecs, the pipeline that feeds them, the directory store, keys. */
module io.dbops.backup.engine {
    requires transitive io.dbops.core;
    requires static org.jspecify;
    requires com.fasterxml.jackson.core;
    requires com.github.luben.zstd_jni;
    requires org.bouncycastle.provider;

    exports io.dbops.backup.age;
    exports io.dbops.backup.key;
    exports io.dbops.backup.store;

    provides io.dbops.spi.BackupEngineProvider with
            io.dbops.backup.engine.BackupEngine;
}
