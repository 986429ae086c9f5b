package io.dbops.internal;

import io.dbops.spi.BackupStrategy;
import io.dbops.spi.DatabaseDialect;
import io.dbops.spi.EngineContext;
import io.dbops.spi.OperationListener;
import io.dbops.spi.Sleeper;
import io.dbops.spi.sql.DatabaseIdentity;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Collection;
import java.util.ServiceLoader;
import javax.sql.DataSource;

/** The context that the builder gives to engines. Providers are looked for once, at first need. */
public final class Context implements EngineContext {

    private final DataSource dataSource;
    private final Lazy<Providers<DatabaseDialect>> dialects;
    private final Lazy<Providers<BackupStrategy>> strategies;
    private final OperationListener listener;
    private final Clock clock;
    private final SecureRandom random;
    private final Sleeper sleeper;

    public Context(
            DataSource dataSource,
            Collection<DatabaseDialect> dialects,
            Collection<BackupStrategy> strategies,
            OperationListener listener,
            Clock clock,
            SecureRandom random,
            Sleeper sleeper) {
        this.dataSource = dataSource;
        this.dialects = new Lazy<>(() -> Providers.find(
                DatabaseDialect.class, dialects, loader -> ServiceLoader.load(DatabaseDialect.class, loader)));
        this.strategies = new Lazy<>(() -> Providers.find(
                BackupStrategy.class, strategies, loader -> ServiceLoader.load(BackupStrategy.class, loader)));
        this.listener = listener;
        this.clock = clock;
        this.random = random;
        this.sleeper = sleeper;
    }

    @Override
    public DataSource dataSource() {
        return dataSource;
    }

    @Override
    public DatabaseDialect dialectFor(DatabaseIdentity identity) {
        return dialects.get()
                .only(
                        "dialect for " + identity,
                        "dbops-h2, dbops-postgresql or dbops-mysql",
                        dialect -> dialect.claims(identity));
    }

    @Override
    public BackupStrategy strategyFor(String id, DatabaseIdentity identity) {
        return strategies
                .get()
                .only(
                        "backup strategy '" + id + "' for " + identity,
                        "dbops-h2, dbops-postgresql or dbops-mysql",
                        strategy -> strategy.id().equals(id) && strategy.supports(identity));
    }

    @Override
    public OperationListener listener() {
        return listener;
    }

    @Override
    public Clock clock() {
        return clock;
    }

    @Override
    public SecureRandom random() {
        return random;
    }

    @Override
    public Sleeper sleeper() {
        return sleeper;
    }
}
