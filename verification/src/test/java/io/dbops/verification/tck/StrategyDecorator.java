package io.dbops.verification.tck;

import io.dbops.h2.H2SnapshotStrategy;
import io.dbops.spi.BackupStrategy;
import io.dbops.spi.snapshot.RestoreSession;
import io.dbops.spi.snapshot.SchemaItem;
import io.dbops.spi.snapshot.SnapshotRequest;
import io.dbops.spi.snapshot.SnapshotScope;
import io.dbops.spi.snapshot.SnapshotSession;
import io.dbops.spi.snapshot.StrategyReport;
import io.dbops.spi.snapshot.TableChunk;
import io.dbops.spi.snapshot.TableData;
import io.dbops.spi.snapshot.TableLoader;
import io.dbops.spi.snapshot.TableReader;
import io.dbops.spi.sql.DatabaseIdentity;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

/** Passes everything on; the broken strategies change one thing each. */
class StrategyDecorator implements BackupStrategy {

    final BackupStrategy strategy;

    StrategyDecorator(BackupStrategy strategy) {
        this.strategy = strategy;
    }

    /** H2's strategy with other snapshots. */
    static BackupStrategy snapshots(UnaryOperator<SnapshotSession> change) {
        return new StrategyDecorator(new H2SnapshotStrategy()) {
            @Override
            public SnapshotSession openSnapshot(SnapshotRequest request) throws SQLException, InterruptedException {
                return change.apply(super.openSnapshot(request));
            }
        };
    }

    /** H2's strategy with other readers. */
    static BackupStrategy readers(UnaryOperator<TableReader> change) {
        return snapshots(session -> new Snapshot(session) {
            @Override
            public TableReader openReader() throws SQLException, InterruptedException {
                return change.apply(super.openReader());
            }
        });
    }

    /** H2's strategy with other ways to restore. */
    static BackupStrategy restores(UnaryOperator<RestoreSession> change) {
        return restores(new H2SnapshotStrategy(), change);
    }

    static BackupStrategy restores(BackupStrategy strategy, UnaryOperator<RestoreSession> change) {
        return new StrategyDecorator(strategy) {
            @Override
            public RestoreSession openRestore(DataSource target) throws SQLException {
                return change.apply(super.openRestore(target));
            }
        };
    }

    /** H2's strategy with other loaders. */
    static BackupStrategy loaders(UnaryOperator<TableLoader> change) {
        return restores(session -> new Restore(session) {
            @Override
            public TableLoader openLoader() throws SQLException {
                return change.apply(super.openLoader());
            }
        });
    }

    @Override
    public String id() {
        return strategy.id();
    }

    @Override
    public boolean supports(DatabaseIdentity identity) {
        return strategy.supports(identity);
    }

    @Override
    public StrategyReport check(Connection connection, SnapshotScope scope) throws SQLException {
        return strategy.check(connection, scope);
    }

    @Override
    public SnapshotSession openSnapshot(SnapshotRequest request) throws SQLException, InterruptedException {
        return strategy.openSnapshot(request);
    }

    @Override
    public RestoreSession openRestore(DataSource target) throws SQLException {
        return strategy.openRestore(target);
    }

    /** Passes everything on. */
    static class Snapshot implements SnapshotSession {
        final SnapshotSession session;

        Snapshot(SnapshotSession session) {
            this.session = session;
        }

        @Override
        public List<SchemaItem> definitions() {
            return session.definitions();
        }

        @Override
        public List<TableData> tables() {
            return session.tables();
        }

        @Override
        public int maxReaders() {
            return session.maxReaders();
        }

        @Override
        public TableReader openReader() throws SQLException, InterruptedException {
            return session.openReader();
        }

        @Override
        public List<SchemaItem> finish() throws SQLException {
            return session.finish();
        }

        @Override
        public String position() {
            return session.position();
        }

        @Override
        public void close() throws SQLException {
            session.close();
        }
    }

    /** Passes everything on. */
    static class Reader implements TableReader {
        final TableReader reader;

        Reader(TableReader reader) {
            this.reader = reader;
        }

        @Override
        public long read(TableData table, TableChunk chunk, OutputStream out) throws SQLException, IOException {
            return reader.read(table, chunk, out);
        }

        @Override
        public void cancel() {
            reader.cancel();
        }

        @Override
        public void close() throws SQLException {
            reader.close();
        }
    }

    /** Passes everything on. */
    static class Restore implements RestoreSession {
        final RestoreSession session;

        Restore(RestoreSession session) {
            this.session = session;
        }

        @Override
        public List<String> preflight(Set<String> schemas) throws SQLException {
            return session.preflight(schemas);
        }

        @Override
        public void define(SchemaItem item) throws SQLException {
            session.define(item);
        }

        @Override
        public int maxLoaders() {
            return session.maxLoaders();
        }

        @Override
        public TableLoader openLoader() throws SQLException {
            return session.openLoader();
        }

        @Override
        public void finish() throws SQLException {
            session.finish();
        }

        @Override
        public void close() throws SQLException {
            session.close();
        }
    }

    /** Passes everything on. */
    static class Loader implements TableLoader {
        final TableLoader loader;

        Loader(TableLoader loader) {
            this.loader = loader;
        }

        @Override
        public void load(TableData table, TableChunk chunk, long rows, InputStream in)
                throws SQLException, IOException {
            loader.load(table, chunk, rows, in);
        }

        @Override
        public void cancel() {
            loader.cancel();
        }

        @Override
        public void close() throws SQLException {
            loader.close();
        }
    }
}
