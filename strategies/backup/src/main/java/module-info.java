/** The backup engine: codecs, and the pipeline that feeds them. */
module io.dbops.backup.engine {
    requires transitive io.dbops.core;
    requires static org.jspecify;
    requires org.bouncycastle.provider;
    requires com.github.luben.zstd_jni;

    exports io.dbops.backup.age;
    exports io.dbops.backup.key;
}
