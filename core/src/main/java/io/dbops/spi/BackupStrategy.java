package io.dbops.spi;

import io.dbops.spi.snapshot.RestoreSession;
import io.dbops.spi.snapshot.SnapshotRequest;
import io.dbops.spi.snapshot.SnapshotScope;
import io.dbops.spi.snapshot.SnapshotSession;
import io.dbops.spi.snapshot.StrategyReport;
import io.dbops.spi.sql.DatabaseIdentity;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * One way to read a database consistently and to load it again. Stateless and thread-safe; a public no-argument constructor
 * lets ServiceLoader make it. Compression, encryption, digests and storage are the engine's.
 */
public interface BackupStrategy {

    /** {@code snapshot}, or another stable name that the manifest keeps. */
    String id();

    /** Pure, no I/O. */
    boolean supports(DatabaseIdentity identity);

    /**
     * What a backup of that scope over this connection would capture, how consistently, and what it would not; what lies
     * outside of the scope is no fault of it. Changes nothing.
     *
     * @throws io.dbops.error.DbOpsException with code {@code CONFIGURATION} that names a schema which is not there
     */
    StrategyReport check(Connection connection, SnapshotScope scope) throws SQLException;

    /**
     * Takes the snapshot: when it returns, every reader sees the database as of one moment. Waits are bounded by the
     * request. Fails, with everything released, if something in scope cannot be wholly read, and as {@link #check} does for a
     * schema that is not there.
     */
    SnapshotSession openSnapshot(SnapshotRequest request) throws SQLException, InterruptedException;

    /** Prepares loading into a target; changes nothing yet. */
    RestoreSession openRestore(DataSource target) throws SQLException;
}
