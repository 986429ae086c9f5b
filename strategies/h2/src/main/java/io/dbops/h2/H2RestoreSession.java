package io.dbops.h2;

import io.dbops.spi.snapshot.FreeSpace;
import io.dbops.spi.snapshot.PartialRestore;
import io.dbops.spi.snapshot.RestoreJournal;
import io.dbops.spi.snapshot.RestoreSession;
import io.dbops.spi.snapshot.ResumableRestore;
import io.dbops.spi.snapshot.SchemaItem;
import io.dbops.spi.snapshot.TableChunk;
import io.dbops.spi.snapshot.TableLoader;
import io.dbops.spi.sql.SqlFailure;
import io.dbops.value.QualifiedName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;

/** Loads a backup into an H2 database. One loader: H2's writers wait for one another anyway. */
final class H2RestoreSession implements RestoreSession, FreeSpace, ResumableRestore, PartialRestore {

    private static final String SCHEMA = Identifiers.quote(RestoreJournal.NAME);

    private final DataSource target;
    private final Connection connection;
    private final RestoreJournal journal = new RestoreJournal(SCHEMA + "." + SCHEMA);

    H2RestoreSession(DataSource target) throws SQLException {
        this.target = target;
        this.connection = target.getConnection();
    }

    @Override
    public List<String> preflight(Set<String> schemas) throws SQLException {
        List<String> faults = new ArrayList<>();
        for (String schema : schemas.stream().sorted().toList()) {
            List<String> contents = H2Catalogue.contents(connection, schema);
            if (!contents.isEmpty()) {
                faults.add("schema " + schema + " of the target is not empty: it holds " + contents.get(0)
                        + (contents.size() > 1 ? " and " + (contents.size() - 1) + " more objects" : ""));
            }
        }
        return faults;
    }

    /** Known where the database's file is this process's own. */
    @Override
    public OptionalLong freeBytes() throws SQLException {
        String url = connection.getMetaData().getURL();
        if (url.startsWith("jdbc:h2:tcp:") || url.startsWith("jdbc:h2:ssl:")) {
            return OptionalLong.empty();
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("CALL DATABASE_PATH()")) {
            row.next();
            String path = row.getString(1);
            Path folder = path == null ? null : Path.of(path).toAbsolutePath().getParent();
            return folder == null || !Files.isDirectory(folder)
                    ? OptionalLong.empty()
                    : OptionalLong.of(Files.getFileStore(folder).getUsableSpace());
        } catch (IOException | InvalidPathException e) {
            return OptionalLong.empty(); // a file system of H2's own, or one that does not tell
        }
    }

    @Override
    public void define(SchemaItem item) throws SQLException {
        execute(item.sql());
    }

    @Override
    public void define(SchemaItem item, int number) throws SQLException {
        journal.define(connection, item, number, () -> execute(item.sql()), H2RestoreSession::isThere);
    }

    private static boolean isThere(SQLException failure) {
        return new H2Dialect().classify(failure) == SqlFailure.ALREADY_EXISTS;
    }

    @Override
    public boolean defineIfAbsent(SchemaItem item) throws SQLException {
        try {
            execute(item.sql());
            return true;
        } catch (SQLException e) {
            if (isThere(e)) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public List<String> taken(Set<QualifiedName> tables) throws SQLException {
        List<String> taken = new ArrayList<>();
        for (QualifiedName table : new TreeSet<>(tables)) {
            if (H2Catalogue.contents(connection, table.schema()).contains("table " + table.name())) {
                taken.add("the target has something of the name " + table + " already");
            }
        }
        return taken;
    }

    /** Foreign keys are definitions of their own. */
    @Override
    public List<String> dropDanglingKeys(Set<QualifiedName> tables) {
        return List.of();
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        }
    }

    @Override
    public List<String> preflightResumed(Set<String> schemas) {
        return List.of();
    }

    @Override
    public Optional<String> interrupted() throws SQLException {
        if (!H2Catalogue.contents(connection, RestoreJournal.NAME).isEmpty()) {
            journal.read(connection);
        }
        return journal.restore();
    }

    @Override
    public void begin(String restore) throws SQLException {
        end();
        execute("CREATE SCHEMA " + SCHEMA);
        execute(journal.creation());
        journal.begin(connection, restore);
    }

    @Override
    public void resume() throws SQLException {
        journal.read(connection);
    }

    @Override
    public boolean isLoaded(TableChunk chunk) {
        return journal.isLoaded(chunk);
    }

    @Override
    public void allLoaded() throws SQLException {
        journal.allLoaded(connection);
    }

    @Override
    public void end() throws SQLException {
        execute("DROP SCHEMA IF EXISTS " + SCHEMA + " CASCADE");
    }

    @Override
    public QualifiedName journal() {
        return new QualifiedName(RestoreJournal.NAME, RestoreJournal.NAME);
    }

    @Override
    public int maxLoaders() {
        return 1;
    }

    @Override
    public TableLoader openLoader() throws SQLException {
        return new H2TableLoader(target.getConnection(), journal);
    }

    @Override
    public void finish() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("ANALYZE");
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
