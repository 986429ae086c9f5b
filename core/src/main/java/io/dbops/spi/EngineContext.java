package io.dbops.spi;

import io.dbops.spi.sql.DatabaseIdentity;
import java.security.SecureRandom;
import java.time.Clock;
import javax.sql.DataSource;

/** What core gives every engine. Thread-safe. */
public interface EngineContext {

    /** The application's connections. */
    DataSource dataSource();

    /** The one dialect that claims this database; none or several are an error that names the artifacts or both classes. */
    DatabaseDialect dialectFor(DatabaseIdentity identity);

    /** The one strategy with that id for this database; none or several are an error. */
    BackupStrategy strategyFor(String id, DatabaseIdentity identity);

    /** Hands the event to every listener; never throws. */
    OperationListener listener();

    Clock clock();

    SecureRandom random();

    Sleeper sleeper();
}
