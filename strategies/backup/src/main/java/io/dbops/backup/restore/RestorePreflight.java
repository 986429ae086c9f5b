package io.dbops.backup.restore;

import io.dbops.backup.RecoveryPlan;
import io.dbops.backup.RestoreOptions;
import io.dbops.backup.catalog.OpenedBackup;
import io.dbops.backup.manifest.BackupManifest;
import io.dbops.backup.manifest.TableContents;
import io.dbops.backup.restore.RestoreSteps.Manner;
import io.dbops.backup.verify.StoredPresence;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.BackupStore;
import io.dbops.spi.snapshot.DefinitionPreflight;
import io.dbops.spi.snapshot.FreeSpace;
import io.dbops.spi.snapshot.RestoreSession;
import io.dbops.spi.snapshot.SchemaItem;
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
    private final Selection selection;
    private final DatabaseIdentity target;
    private final OptionalLong free;
    private final List<String> damaged;
    private final List<String> inTheWay;

    private RestorePreflight(
            OpenedBackup backup,
            Selection selection,
            DatabaseIdentity target,
            OptionalLong free,
            List<String> damaged,
            List<String> inTheWay) {
        this.backup = backup;
        this.selection = selection;
        this.target = target;
        this.free = free;
        this.damaged = List.copyOf(damaged);
        this.inTheWay = List.copyOf(inTheWay);
    }

    static RestorePreflight look(
            OpenedBackup backup,
            Selection selection,
            BackupStore store,
            DatabaseIdentity target,
            RestoreSession session,
            RestoreOptions options,
            Manner manner)
            throws SQLException {
        BackupManifest manifest = backup.manifest();
        Collection<String> damaged =
                StoredPresence.faults(manifest.objects(), store).values();
        List<String> inTheWay = new ArrayList<>(selection.faults());
        DatabaseIdentity source = manifest.database();
        if (!source.product().equals(target.product())) {
            inTheWay.add("the backup is of " + source + ", the target is " + target);
        } else if (target.majorVersion() < source.majorVersion()) {
            inTheWay.add("the backup is of " + source + ", the target is the older " + target);
        }
        inTheWay.addAll(RestoreSteps.obstacles(
                session,
                selection,
                manifest.label().value(),
                manner,
                new TreeSet<>(selection.schemas(backup.contents()))));
        if (damaged.isEmpty()) {
            TargetAccounts accounts = new TargetAccounts(session, options.owners());
            List<SchemaItem> definitions = definitions(backup, selection);
            inTheWay.addAll(accounts.faults(definitions));
            if (session instanceof DefinitionPreflight preflight) {
                inTheWay.addAll(preflight.missing(definitions.stream()
                        .flatMap(item -> accounts.in(item).stream())
                        .toList()));
            }
        }
        OptionalLong free = session instanceof FreeSpace space ? space.freeBytes() : OptionalLong.empty();
        if (selection.isAll()) {
            shortage(manifest, free).ifPresent(inTheWay::add);
        }
        return new RestorePreflight(backup, selection, target, free, List.copyOf(damaged), inTheWay);
    }

    private static List<SchemaItem> definitions(OpenedBackup backup, Selection selection) {
        List<SchemaItem> all = backup.definitions();
        List<SchemaItem> items = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            if (selection.part(i) != Selection.Part.NOT_RESTORED) {
                items.add(all.get(i));
            }
        }
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

    List<String> faults() {
        List<String> faults = new ArrayList<>(damaged);
        faults.addAll(inTheWay);
        return faults;
    }

    /** @param replaces the schemas of the target whose contents are replaced */
    RecoveryPlan plan(List<String> replaces, List<String> more) {
        List<String> faults = faults();
        faults.addAll(more);
        List<TableContents> taken =
                backup.contents().tables().stream().filter(selection::takes).toList();
        return new RecoveryPlan(
                backup.manifest().info(),
                target.toString(),
                taken.size(),
                taken.stream().mapToLong(TableContents::rows).sum(),
                ByteSize.ofBytes(taken.stream().mapToLong(TableContents::bytes).sum()),
                free.isPresent() ? Optional.of(ByteSize.ofBytes(free.getAsLong())) : Optional.empty(),
                selection.leftOut(),
                replaces,
                faults);
    }

    void refuseIfFaulty() {
        if (!damaged.isEmpty()) {
            throw refused(ErrorCode.INTEGRITY, damaged, "Use another backup, or an intact copy of these objects.");
        }
        if (!inTheWay.isEmpty()) {
            throw refused(
                    ErrorCode.RESTORE_FAILED,
                    inTheWay,
                    selection.isAll()
                            ? "Restore into an empty database that fits."
                            : "Choose what the backup holds, and a target that has none of it.");
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
