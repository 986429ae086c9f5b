package io.dbops;

import io.dbops.backup.Backups;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.internal.Context;
import io.dbops.internal.Lazy;
import io.dbops.internal.Providers;
import io.dbops.migration.Migrations;
import io.dbops.spi.BackupEngineProvider;
import io.dbops.spi.BackupStrategy;
import io.dbops.spi.DatabaseDialect;
import io.dbops.spi.MigrationEngineProvider;
import io.dbops.spi.SqlFailures;
import io.dbops.spi.snapshot.SnapshotScope;
import io.dbops.spi.snapshot.StrategyReport;
import io.dbops.spi.sql.DatabaseIdentity;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One application's database: its migrations and its backups.
 *
 * <p>Immutable and thread-safe. It owns nothing but what the builder opened for it: a {@code DataSource} that the application
 * gave stays open.
 */
public final class DbOps implements AutoCloseable {

    /** The strategy of every backup today. */
    private static final String SNAPSHOT = "snapshot";

    private final DbOpsBuilder origin;
    private final Context context;
    private final Lazy<Migrations> migrations;
    private final Lazy<Backups> backups;

    DbOps(DbOpsBuilder builder) {
        this.origin = builder;
        this.context = builder.context();
        this.migrations = new Lazy<>(() -> engine(
                        MigrationEngineProvider.class,
                        builder.migrationEngine(),
                        "migration engine",
                        "dbops-migration",
                        loader -> ServiceLoader.load(MigrationEngineProvider.class, loader))
                .create(context, builder.migrationSettings()));
        this.backups = new Lazy<>(() -> engine(
                        BackupEngineProvider.class,
                        builder.backupEngine(),
                        "backup engine",
                        "dbops-backup",
                        loader -> ServiceLoader.load(BackupEngineProvider.class, loader))
                .create(context, builder.backupSettings()));
    }

    /** A new builder. */
    public static DbOpsBuilder builder() {
        return new DbOpsBuilder();
    }

    /** A builder with all that this one was built with; each inherited single value may be overridden once. */
    public DbOpsBuilder toBuilder() {
        return origin.derive();
    }

    /** Migrations; fails with {@code PROVIDER_MISSING} when dbops-migration is not there. No I/O. */
    public Migrations migrations() {
        return migrations.get();
    }

    /**
     * Backups; fails with {@code PROVIDER_MISSING} when dbops-backup is not there and with {@code CONFIGURATION} when the
     * builder was not told where backups go. No I/O.
     */
    public Backups backups() {
        return backups.get();
    }

    /**
     * Connects once and finds out what this database can do with these rights, and what a backup of it would capture; changes
     * nothing.
     */
    public CheckReport check() {
        try (Connection connection = connect()) {
            DatabaseDialect dialect = dialect(connection);
            try {
                DatabaseMetaData facts = connection.getMetaData();
                return new CheckReport(
                        dialect.id(),
                        dialect.probe(connection),
                        facts.getDriverName() + " " + facts.getDriverVersion(),
                        String.valueOf(facts.getUserName()),
                        backups(connection));
            } catch (SQLException e) {
                throw SqlFailures.of("check()", dialect, e);
            }
        } catch (SQLException e) {
            throw SqlFailures.of("check()", null, e);
        }
    }

    private @Nullable StrategyReport backups(Connection connection) throws SQLException {
        BackupStrategy strategy;
        try {
            strategy = context.strategyFor(SNAPSHOT, DatabaseIdentity.of(connection));
        } catch (DbOpsException e) {
            if (e.code() == ErrorCode.PROVIDER_MISSING) {
                return null;
            }
            throw e;
        }
        return strategy.check(connection, SnapshotScope.all());
    }

    private Connection connect() throws SQLException {
        try {
            return context.dataSource().getConnection();
        } catch (DbOpsException e) {
            throw e;
        } catch (RuntimeException e) {
            // drivers and pools throw whatever they like at a URL or a property that they cannot read
            throw DbOpsException.of(
                            ErrorCode.CONFIGURATION,
                            "check() got no connection: " + e.getClass().getName())
                    .hint("Check the JDBC URL and the settings of the DataSource.")
                    .cause(e)
                    .build();
        }
    }

    private DatabaseDialect dialect(Connection connection) throws SQLException {
        return context.dialectFor(DatabaseIdentity.of(connection));
    }

    /** Releases what the builder opened; with a {@code DataSource} or a URL there is nothing, so it is only good style. */
    @Override
    public void close() {
        // Connections are borrowed per call and given back; engines keep none.
    }

    private static <T> T engine(
            Class<T> spi,
            @Nullable T registered,
            String what,
            String artifact,
            Function<@Nullable ClassLoader, ServiceLoader<T>> loader) {
        return Providers.find(spi, registered == null ? List.of() : List.of(registered), loader)
                .only(what, artifact, any -> true);
    }
}
