package io.dbops.postgresql.snapshot;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.postgresql.PostgreSqlDialect;
import io.dbops.spi.snapshot.RestoreJournal;
import io.dbops.spi.snapshot.TableChunk;
import io.dbops.spi.snapshot.TableData;
import io.dbops.spi.snapshot.TableLoader;
import io.dbops.value.QualifiedName;
import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.util.StringJoiner;
import java.util.function.Consumer;

/** Loads chunks of COPY text, each in a transaction of its own. */
final class CopyLoader implements TableLoader {

    private static final String QUERY_CANCELED = "57014";
    private static final PostgreSqlDialect DIALECT = new PostgreSqlDialect();

    private final Session session;
    private final RestoreJournal journal;
    private final Consumer<QualifiedName> loaded;
    private volatile boolean cancelled;

    CopyLoader(Session session, RestoreJournal journal, Consumer<QualifiedName> loaded) {
        this.session = session;
        this.journal = journal;
        this.loaded = loaded;
    }

    @Override
    public void load(TableData table, TableChunk chunk, long rows, InputStream in) throws SQLException, IOException {
        try {
            requireNotCancelled();
            session.beginLoad();
            journal.loading(session.connection(), chunk);
            long copied = LargeObjects.are(table.name())
                    ? LargeObjects.load(session, in)
                    : session.driver().getCopyAPI().copyIn(statement(table), in);
            if (copied != rows) {
                throw DbOpsException.of(
                                ErrorCode.RESTORE_FAILED,
                                "Chunk " + chunk.number() + " of table " + table.name() + " loaded " + copied
                                        + " rows where the backup has " + rows + "; it was rolled back.")
                        .build();
            }
            requireNotCancelled();
            session.commit();
        } catch (SQLException | IOException | RuntimeException e) {
            session.rollbackAfter(e);
            throw e;
        }
        loaded.accept(table.name());
    }

    /** The server may have taken all rows before it was told to stop. */
    private void requireNotCancelled() throws SQLException {
        if (cancelled) {
            throw new SQLException("the loader was cancelled", QUERY_CANCELED);
        }
    }

    static String statement(TableData table) {
        // A table without columns has rows all the same; COPY wants no empty list.
        StringJoiner columns = new StringJoiner(", ", " (", ")");
        columns.setEmptyValue("");
        table.columns().forEach(column -> columns.add(DIALECT.quote(column)));
        return "COPY " + DIALECT.quote(table.name().schema()) + "."
                + DIALECT.quote(table.name().name()) + columns + " FROM STDIN";
    }

    @Override
    public void cancel() {
        cancelled = true;
        session.cancel();
    }

    @Override
    public void close() throws SQLException {
        session.close();
    }
}
