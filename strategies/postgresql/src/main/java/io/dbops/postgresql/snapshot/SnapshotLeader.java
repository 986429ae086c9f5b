package io.dbops.postgresql.snapshot;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.postgresql.catalog.Catalog;
import io.dbops.spi.snapshot.SnapshotRequest;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/**
 * Locks first, then takes the snapshot: a snapshot that is older than a lock may see a table empty that was truncated in
 * between. Names are found out on another session; when they changed before all were locked, everything begins again.
 */
final class SnapshotLeader {

    private static final int ATTEMPTS = 5;
    private static final Set<String> VANISHED = Set.of("42P01", "3F000");

    private final SnapshotRequest request;

    SnapshotLeader(SnapshotRequest request) {
        this.request = request;
    }

    /** What is locked and seen. */
    record Locked(
            Session session, Catalog catalog, RelationQuery query, List<Relation> relations, List<String> names) {}

    Locked open() throws SQLException, InterruptedException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            List<String> names = discover();
            Session session = Session.borrow(request.connections());
            boolean keep = false;
            try {
                session.beginRead();
                TableLocks.take(session, names, request.lockWait());
                Catalog catalog = Catalog.open(session.connection(), request.schemas());
                RelationQuery query = new RelationQuery(catalog);
                List<Relation> relations = query.tables();
                Set<Long> locked = query.locked();
                if (relations.stream().allMatch(relation -> locked.contains(relation.oid()))) {
                    keep = true;
                    return new Locked(session, catalog, query, relations, names);
                }
            } catch (SQLException e) {
                if (!VANISHED.contains(String.valueOf(e.getSQLState()))) {
                    throw e;
                }
            } finally {
                if (!keep) {
                    session.close();
                }
            }
        }
        throw DbOpsException.of(
                        ErrorCode.BACKUP_TORN,
                        "Tables were made, dropped or renamed during each of " + ATTEMPTS
                                + " attempts to lock them all.")
                .hint("Take the backup while no schema change runs.")
                .build();
    }

    private List<String> discover() throws SQLException {
        try (Session session = Session.borrow(request.connections())) {
            session.beginRead();
            RelationQuery query = new RelationQuery(Catalog.open(session.connection(), request.schemas()));
            List<String> faults = query.faults();
            if (!faults.isEmpty()) {
                throw refused(faults);
            }
            return query.tableNames();
        }
    }

    static DbOpsException refused(List<String> faults) {
        return DbOpsException.of(
                        ErrorCode.BACKUP_FAILED, "The database cannot be wholly backed up: " + String.join(" ", faults))
                .hint("Grant what is missing, or choose schemas without these objects.")
                .build();
    }
}
