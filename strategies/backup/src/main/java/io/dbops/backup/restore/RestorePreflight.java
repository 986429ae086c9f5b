package io.dbops.backup.restore;

import io.dbops.backup.RecoveryPlan;
import io.dbops.backup.catalog.OpenedBackup;
import io.dbops.backup.manifest.BackupManifest;
import io.dbops.backup.verify.StoredPresence;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.BackupStore;
import io.dbops.spi.snapshot.DefinitionPreflight;
import io.dbops.spi.snapshot.FreeSpace;
import io.dbops.spi.snapshot.RestoreSession;
import io.dbops.spi.snapshot.SchemaItem;
import io.dbops.spi.snapshot.SchemaItem.Phase;
import io.dbops.spi.sql.DatabaseIdentity;
import io.dbops.value.ByteSize;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;

/** Looks at backup and target before anything is touched. Immutable. */
final class RestorePreflight {

    private final OpenedBackup backup;
    private final DatabaseIdentity target;
    private final OptionalLong free;
    private final List<String> damaged;
    private final List<String> inTheWay;

    private RestorePreflight(
            OpenedBackup backup,
            DatabaseIdentity target,
            OptionalLong free,
            List<String> damaged,
            List<String> inTheWay) {
        this.backup = backup;
        this.target = target;
        this.free = free;
        this.damaged = List.copyOf(damaged);
        this.inTheWay = List.copyOf(inTheWay);
    }

    static RestorePreflight look(
            OpenedBackup backup, BackupStore store, DatabaseIdentity target, RestoreSession session, boolean resume)
            throws SQLException {
        BackupManifest manifest = backup.manifest();
        Collection<String> damaged =
                StoredPresence.faults(manifest.objects(), store).values();
        List<String> inTheWay = new ArrayList<>();
        DatabaseIdentity source = manifest.database();
        if (!source.product().equals(target.product())) {
            inTheWay.add("the backup is of " + source + ", the target is " + target);
        } else if (target.majorVersion() < source.majorVersion()) {
            inTheWay.add("the backup is of " + source + ", the target is the older " + target);
        }
        inTheWay.addAll(RestoreSteps.obstacles(
                session,
                manifest.label().value(),
                resume,
                new TreeSet<>(backup.contents().schemas())));
        if (damaged.isEmpty() && session instanceof DefinitionPreflight definitions) {
            inTheWay.addAll(definitions.missing(definitions(backup)));
        }
        OptionalLong free = session instanceof FreeSpace space ? space.freeBytes() : OptionalLong.empty();
        shortage(manifest, free).ifPresent(inTheWay::add);
        return new RestorePreflight(backup, target, free, List.copyOf(damaged), inTheWay);
    }

    private static List<SchemaItem> definitions(OpenedBackup backup) {
        List<SchemaItem> items = new ArrayList<>();
        backup.definitions(Phase.BEFORE_DATA, items::add);
        backup.definitions(Phase.AFTER_DATA, items::add);
        return items;
    }

    /** Only what is certain: rows in tables take more than they do compressed. */
    private static Optional<String> shortage(BackupManifest manifest, OptionalLong free) {
        long least = manifest.storedSize().bytes();
        return free.isEmpty() || free.getAsLong() >= least
                ? Optional.empty()
                : Optional.of("the target has " + ByteSize.ofBytes(free.getAsLong())
                        + " of free space, the compressed backup alone takes " + manifest.storedSize());
    }

    RecoveryPlan plan() {
        List<String> faults = new ArrayList<>(damaged);
        faults.addAll(inTheWay);
        return new RecoveryPlan(
                backup.manifest().info(),
                target.toString(),
                backup.contents().tables().size(),
                backup.contents().rows(),
                ByteSize.ofBytes(backup.contents().bytes()),
                free.isPresent() ? Optional.of(ByteSize.ofBytes(free.getAsLong())) : Optional.empty(),
                faults);
    }

    void refuseIfFaulty() {
        if (!damaged.isEmpty()) {
            throw refused(ErrorCode.INTEGRITY, damaged, "Use another backup, or an intact copy of these objects.");
        }
        if (!inTheWay.isEmpty()) {
            throw refused(ErrorCode.RESTORE_FAILED, inTheWay, "Restore into an empty database that fits.");
        }
    }

    private DbOpsException refused(ErrorCode code, List<String> faults, String hint) {
        return DbOpsException.of(
                        code,
                        "the restore of " + backup.manifest().label() + " was refused, nothing was touched: "
                                + String.join("; ", faults))
                .hint(hint)
                .build();
    }
}
