package io.dbops.backup.engine;

import io.dbops.backup.BackupKeys;
import io.dbops.backup.Backups;
import io.dbops.spi.BackupSettings;
import io.dbops.spi.BackupStore;
import io.dbops.spi.BackupStrategy;
import io.dbops.spi.DatabaseDialect;
import io.dbops.spi.EngineContext;
import io.dbops.spi.OperationEvent;
import io.dbops.spi.OperationListener;
import io.dbops.spi.Sleeper;
import io.dbops.spi.sql.DatabaseIdentity;
import java.lang.reflect.Proxy;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;

/** An engine over a {@link LineDatabase}: connections only tell which product they reach. */
final class EngineFixture implements EngineContext {

    /** By how much its clock is ahead. */
    volatile Duration ahead = Duration.ZERO;

    volatile Sleeper sleeper = Sleeper.REAL;

    final List<OperationEvent> events = new CopyOnWriteArrayList<>();

    private final LineDatabase database;
    private final SecureRandom random = new SecureRandom();

    EngineFixture(LineDatabase database) {
        this.database = database;
    }

    Backups backups(BackupStore store, BackupKeys keys) {
        return new BackupEngine().create(this, new BackupSettings(null, store, () -> keys, dataSource()));
    }

    @Override
    public DataSource dataSource() {
        DatabaseMetaData facts = answer(DatabaseMetaData.class, method -> switch (method) {
            case "getDatabaseProductName" -> "Lines";
            case "getDatabaseProductVersion" -> "1.2";
            case "getDatabaseMajorVersion" -> 1;
            default -> 2;
        });
        Connection connection = answer(Connection.class, method -> method.equals("getMetaData") ? facts : null);
        return answer(DataSource.class, method -> connection);
    }

    private interface Answers {
        Object to(String method);
    }

    private static <T> T answer(Class<T> type, Answers answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> answers.to(method.getName())));
    }

    @Override
    public DatabaseDialect dialectFor(DatabaseIdentity identity) {
        throw new UnsupportedOperationException("a backup needs no dialect");
    }

    @Override
    public BackupStrategy strategyFor(String id, DatabaseIdentity identity) {
        return database;
    }

    @Override
    public OperationListener listener() {
        return events::add;
    }

    @Override
    public Clock clock() {
        return new Clock() {
            @Override
            public Instant instant() {
                return Instant.now().plus(ahead);
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
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
