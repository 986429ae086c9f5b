package io.dbops.postgresql.snapshot;

import io.dbops.spi.snapshot.ParallelRestore;
import io.dbops.spi.snapshot.RestoreJournal;
import io.dbops.spi.snapshot.SchemaItem;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Runs definitions on one session, each in a transaction of its own that notes it too. */
final class DefinitionSession implements ParallelRestore.Definer {

    private final Session session;
    private final RestoreJournal journal;

    DefinitionSession(Session session, RestoreJournal journal) {
        this.session = session;
        this.journal = journal;
    }

    /** Without a journal. */
    void define(SchemaItem item) throws SQLException {
        inTransaction(() -> run(item));
    }

    @Override
    public void define(SchemaItem item, int number) throws SQLException {
        if (!journal.isDefined(item, number)) {
            inTransaction(() -> {
                journal.defining(session.connection(), item, number);
                run(item);
            });
        }
    }

    private void run(SchemaItem item) throws SQLException {
        if (!item.kind().equals("schema") || !schemaExists(item.name())) {
            session.execute(item.sql());
        }
    }

    void inTransaction(RestoreJournal.Run run) throws SQLException {
        try {
            session.beginLoad();
            run.run();
            session.commit();
        } catch (SQLException e) {
            session.rollbackAfter(e);
            throw e;
        }
    }

    boolean schemaExists(String name) throws SQLException {
        try (PreparedStatement statement =
                session.connection().prepareStatement("SELECT 1 FROM pg_catalog.pg_namespace n WHERE n.nspname = ?")) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                return row.next();
            }
        }
    }

    @Override
    public void cancel() {
        session.cancel();
    }

    @Override
    public void close() throws SQLException {
        session.close();
    }
}
