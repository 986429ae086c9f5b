package io.dbops.migration.clean;

import io.dbops.migration.history.LeaseTable;
import io.dbops.migration.history.SchemaHistory;
import io.dbops.migration.history.StatementJournal;
import io.dbops.spi.DatabaseDialect;
import io.dbops.spi.EngineContext;
import java.sql.Connection;

/**
 * Where a clean works. Used by one thread.
 *
 * @param connection in auto-commit mode, prepared for work before anything is executed
 * @param dialect of its database
 * @param database product and version
 * @param history of the connection's schema; it need not exist
 * @param journal beside it
 * @param lease the leases beside it
 * @param context clock and listener
 */
public record CleanSubject(
        Connection connection,
        DatabaseDialect dialect,
        String database,
        SchemaHistory history,
        StatementJournal journal,
        LeaseTable lease,
        EngineContext context) {}
