package io.dbops;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.internal.Context;
import io.dbops.internal.Listeners;
import io.dbops.internal.UrlDataSource;
import io.dbops.migration.CallbackMoment;
import io.dbops.migration.JavaMigration;
import io.dbops.migration.MigrationCallback;
import io.dbops.spi.BackupEngineProvider;
import io.dbops.spi.BackupSettings;
import io.dbops.spi.BackupStore;
import io.dbops.spi.BackupStrategy;
import io.dbops.spi.DatabaseDialect;
import io.dbops.spi.KeyProvider;
import io.dbops.spi.MigrationEngineProvider;
import io.dbops.spi.MigrationLocation;
import io.dbops.spi.MigrationSettings;
import io.dbops.spi.MigrationSource;
import io.dbops.spi.OperationListener;
import io.dbops.spi.Sleeper;
import io.dbops.value.Secret;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Collects what a {@link DbOps} needs. Each setter rejects a bad value at once; {@link #build()} reports all faults of the
 * combination together and does no I/O. Setting a single-valued option twice is an error; {@code migrationsFrom},
 * {@code callback}, {@code listener}, {@code dialect} and {@code strategy} add. Used by one thread.
 */
public final class DbOpsBuilder {

    private @Nullable DataSource dataSource;
    private @Nullable String url;
    private @Nullable String user;
    private @Nullable Secret password;
    private final MigrationSettings.Builder migrations;
    private boolean classLoaderChosen;
    private @Nullable Path backupDirectory;
    private @Nullable BackupStore backupStore;
    private @Nullable KeyProvider backupKeys;
    private @Nullable DataSource backupConnections;
    private @Nullable Path backupAnchor;
    private final List<OperationListener> listeners = new ArrayList<>();
    private final List<DatabaseDialect> dialects = new ArrayList<>();
    private final List<BackupStrategy> strategies = new ArrayList<>();
    private @Nullable MigrationEngineProvider migrationEngine;
    private @Nullable BackupEngineProvider backupEngine;
    private @Nullable Clock clock;
    private @Nullable SecureRandom random;
    private @Nullable Sleeper sleeper;

    /** The single-valued options that were set on this builder itself, not inherited by {@link #derive()}. */
    private final Set<String> set = new HashSet<>();

    DbOpsBuilder() {
        this.migrations = MigrationSettings.builder();
    }

    private DbOpsBuilder(DbOpsBuilder other) {
        this.dataSource = other.dataSource;
        this.url = other.url;
        this.user = other.user;
        this.password = other.password;
        this.migrations = other.migrations.copy();
        this.classLoaderChosen = other.classLoaderChosen;
        this.backupDirectory = other.backupDirectory;
        this.backupStore = other.backupStore;
        this.backupKeys = other.backupKeys;
        this.backupConnections = other.backupConnections;
        this.backupAnchor = other.backupAnchor;
        this.listeners.addAll(other.listeners);
        this.dialects.addAll(other.dialects);
        this.strategies.addAll(other.strategies);
        this.migrationEngine = other.migrationEngine;
        this.backupEngine = other.backupEngine;
        this.clock = other.clock;
        this.random = other.random;
        this.sleeper = other.sleeper;
    }

    /** The application's connections; stays the application's. Either this or {@link #url(String)}. */
    public DbOpsBuilder dataSource(DataSource some) {
        this.dataSource = once("dataSource", some);
        if (!set.contains("url")) {
            url = null;
            user = null;
            password = null;
        }
        return this;
    }

    /** A JDBC URL; a connection is opened per need and closed. Either this or {@link #dataSource(DataSource)}. */
    public DbOpsBuilder url(String jdbcUrl) {
        if (!once("url", jdbcUrl).startsWith("jdbc:")) {
            throw new IllegalArgumentException("a JDBC URL begins with jdbc:");
        }
        this.url = jdbcUrl;
        if (!set.contains("dataSource")) {
            dataSource = null;
        }
        return this;
    }

    /** With {@link #url(String)}. */
    public DbOpsBuilder user(String name) {
        this.user = once("user", name);
        return this;
    }

    /** With {@link #url(String)}; never printed. */
    public DbOpsBuilder password(String some) {
        this.password = Secret.of(once("password", some));
        return this;
    }

    /** Adds a place of migrations: {@code classpath:db/migration} or {@code directory:/path}. */
    public DbOpsBuilder migrationsFrom(String location) {
        migrations.location(MigrationLocation.of(Objects.requireNonNull(location, "location")));
        return this;
    }

    /** Adds a folder on the class path or in the anchor's named module, whose folders no class loader shows. */
    public DbOpsBuilder migrationsFrom(String location, Class<?> anchor) {
        migrations.location(MigrationLocation.of(
                Objects.requireNonNull(location, "location"), Objects.requireNonNull(anchor, "anchor")));
        return this;
    }

    /** Adds a folder in that module. */
    public DbOpsBuilder migrationsFrom(String location, Module anchor) {
        migrations.location(MigrationLocation.of(
                Objects.requireNonNull(location, "location"), Objects.requireNonNull(anchor, "anchor")));
        return this;
    }

    /** Adds a directory of migrations. */
    public DbOpsBuilder migrationsFrom(Path directory) {
        migrations.location(MigrationLocation.of(Objects.requireNonNull(directory, "directory")));
        return this;
    }

    /** Adds a source of migrations, such as {@link MigrationSource#ofScripts}. */
    public DbOpsBuilder migrationsFrom(MigrationSource source) {
        migrations.source(source);
        return this;
    }

    /** Adds migrations written in Java. */
    public DbOpsBuilder migrationsFrom(JavaMigration... some) {
        if (some.length == 0) {
            throw new IllegalArgumentException("migrationsFrom() was given no migration");
        }
        return migrationsFrom(MigrationSource.ofJava(some));
    }

    /** Adds what is called at that moment, after the scripts for that moment and after those that were added before it. */
    public DbOpsBuilder callback(CallbackMoment moment, MigrationCallback callback) {
        migrations.callback(moment, callback);
        return this;
    }

    /** Lets a location hold no migration; otherwise that is an error, because it nearly always is one. */
    public DbOpsBuilder allowNoMigrations() {
        migrations.allowNoMigrations();
        return this;
    }

    /**
     * Says what {@code ${name}} in scripts stands for. With the first one, placeholders are on: an unknown name is an error,
     * and {@code $${name}} stands for the text {@code ${name}}. A script whose header says {@code placeholders: off} is taken as
     * it is. Checksums are those of the texts before the replacement.
     */
    public DbOpsBuilder placeholder(String name, String value) {
        migrations.placeholder(name, once("placeholder " + name, value));
        return this;
    }

    /** The history table, {@code dbops_history} by default: letters, digits, underscores, at most 30 characters. */
    public DbOpsBuilder historyTable(String name) {
        migrations.historyTable(once("historyTable", name));
        return this;
    }

    /** Reads {@code classpath:} locations; by default the context class loader of the thread that calls {@link #build()}. */
    public DbOpsBuilder classLoader(ClassLoader loader) {
        migrations.classLoader(once("classLoader", loader));
        this.classLoaderChosen = true;
        return this;
    }

    /** Backups go to this directory; it is created at the first backup. Needs {@link #backupKeys(KeyProvider)}. */
    public DbOpsBuilder backupsTo(Path directory) {
        this.backupDirectory = once("backupsTo(directory)", directory);
        if (!set.contains("backupsTo(store)")) {
            backupStore = null;
        }
        return this;
    }

    /** Backups go to this store; it stays the application's. Needs {@link #backupKeys(KeyProvider)}. */
    public DbOpsBuilder backupsTo(BackupStore store) {
        this.backupStore = once("backupsTo(store)", store);
        if (!set.contains("backupsTo(directory)")) {
            backupDirectory = null;
        }
        return this;
    }

    /** The keys of the repository: who signs, who may read, whom to believe. */
    public DbOpsBuilder backupKeys(KeyProvider keys) {
        this.backupKeys = once("backupKeys", keys);
        return this;
    }

    /** The connections that backup workers use, so that they do not drain the application's pool; its own by default. */
    public DbOpsBuilder backupConnections(DataSource connections) {
        this.backupConnections = once("backupConnections", connections);
        return this;
    }

    /**
     * A small file, outside of the repository, in which the newest backup that was seen is remembered, so that an older state of the
     * repository that somebody puts in its place is told from the one that was there. None by default.
     */
    public DbOpsBuilder backupAnchor(Path file) {
        this.backupAnchor = once("backupAnchor", file);
        return this;
    }

    /** Adds a listener for progress. */
    public DbOpsBuilder listener(OperationListener listener) {
        listeners.add(Objects.requireNonNull(listener, "listener"));
        return this;
    }

    /** Adds a dialect that wins over those that ServiceLoader finds. */
    public DbOpsBuilder dialect(DatabaseDialect dialect) {
        dialects.add(Objects.requireNonNull(dialect, "dialect"));
        return this;
    }

    /** Adds a backup strategy that wins over those that ServiceLoader finds. */
    public DbOpsBuilder strategy(BackupStrategy strategy) {
        strategies.add(Objects.requireNonNull(strategy, "strategy"));
        return this;
    }

    /** The migration engine to use instead of the one that ServiceLoader finds. */
    public DbOpsBuilder migrationEngine(MigrationEngineProvider provider) {
        this.migrationEngine = once("migrationEngine", provider);
        return this;
    }

    /** The backup engine to use instead of the one that ServiceLoader finds. */
    public DbOpsBuilder backupEngine(BackupEngineProvider provider) {
        this.backupEngine = once("backupEngine", provider);
        return this;
    }

    /** The clock of history and labels; UTC system time by default. */
    public DbOpsBuilder clock(Clock some) {
        this.clock = once("clock", some);
        return this;
    }

    /** The source of keys, nonces and labels; {@code new SecureRandom()} by default. */
    public DbOpsBuilder random(SecureRandom some) {
        this.random = once("random", some);
        return this;
    }

    /** How waits between polls are done; the thread's own sleep by default. */
    public DbOpsBuilder sleeper(Sleeper some) {
        this.sleeper = once("sleeper", some);
        return this;
    }

    /** Checks the combination and makes a {@link DbOps} that later changes of this builder cannot touch. No I/O. */
    public DbOps build() {
        List<String> faults = faults();
        if (!faults.isEmpty()) {
            throw DbOpsException.of(
                            ErrorCode.CONFIGURATION,
                            faults.size() + " faults in the configuration: " + String.join("; ", faults))
                    .hint("Mend them all; nothing was opened.")
                    .build();
        }
        DbOpsBuilder frozen = new DbOpsBuilder(this);
        ClassLoader ofThread = Thread.currentThread().getContextClassLoader();
        if (!classLoaderChosen && ofThread != null) {
            frozen.migrations.classLoader(ofThread);
        }
        frozen.classLoaderChosen = true;
        return new DbOps(frozen);
    }

    private List<String> faults() {
        List<String> faults = new ArrayList<>();
        if (dataSource == null && url == null) {
            faults.add("no database: set dataSource(...) or url(...)");
        }
        if (dataSource != null && url != null) {
            faults.add("two databases: set dataSource(...) or url(...), not both");
        }
        if (url == null && (user != null || password != null)) {
            faults.add("user(...) and password(...) belong to url(...)");
        }
        if (backupDirectory != null && backupStore != null) {
            faults.add("two places for backups: set backupsTo(directory) or backupsTo(store), not both");
        }
        boolean backups = backupDirectory != null || backupStore != null;
        if (backups && backupKeys == null) {
            faults.add("backupsTo(...) needs backupKeys(...), because every backup is signed; "
                    + "KeyFile.createOrRead(path) of dbops-backup makes a set of keys");
        }
        if (!backups && (backupKeys != null || backupConnections != null)) {
            faults.add("backupKeys(...) and backupConnections(...) belong to backupsTo(...)");
        }
        return faults;
    }

    DbOpsBuilder derive() {
        return new DbOpsBuilder(this);
    }

    Context context() {
        return new Context(
                connections(),
                List.copyOf(dialects),
                List.copyOf(strategies),
                new Listeners(listeners),
                clock == null ? Clock.systemUTC() : clock,
                random == null ? new SecureRandom() : random,
                sleeper == null ? Sleeper.REAL : sleeper);
    }

    MigrationSettings migrationSettings() {
        if (!migrations.hasSources()) {
            throw DbOpsException.of(ErrorCode.CONFIGURATION, "the builder was not told where migrations are")
                    .hint("Call migrationsFrom(\"classpath:db/migration\") on the builder.")
                    .build();
        }
        return migrations.build();
    }

    BackupSettings backupSettings() {
        if (backupKeys == null) {
            throw DbOpsException.of(ErrorCode.CONFIGURATION, "the builder was not told where backups go")
                    .hint("Call backupsTo(directory) and backupKeys(...) on the builder.")
                    .build();
        }
        return new BackupSettings(
                backupDirectory,
                backupStore,
                backupKeys,
                backupConnections == null ? connections() : backupConnections,
                backupAnchor);
    }

    @Nullable
    MigrationEngineProvider migrationEngine() {
        return migrationEngine;
    }

    @Nullable
    BackupEngineProvider backupEngine() {
        return backupEngine;
    }

    private DataSource connections() {
        return dataSource != null
                ? dataSource
                : new UrlDataSource(Objects.requireNonNull(url, "build() checked it"), user, password);
    }

    private <T> T once(String option, T value) {
        Objects.requireNonNull(value, option);
        if (!set.add(option)) {
            throw new IllegalStateException(option + "(...) was already set; set it once");
        }
        return value;
    }
}
