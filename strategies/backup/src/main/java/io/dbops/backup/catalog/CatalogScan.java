package io.dbops.backup.catalog;

import io.dbops.backup.BackupLabel;
import io.dbops.backup.manifest.Keyspace;
import io.dbops.backup.manifest.Predecessor;
import io.dbops.backup.manifest.Removal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * All trusted manifests, oldest first, what was removed, and what is wrong with the rest or with their succession. Immutable; pure.
 */
public final class CatalogScan {

    private final List<CatalogEntry> entries;
    private final List<RemovedBackup> removed;
    private final List<String> faults;

    private CatalogScan(List<CatalogEntry> entries, List<RemovedBackup> removed, List<String> faults) {
        this.entries = List.copyOf(entries);
        this.removed = List.copyOf(removed);
        this.faults = List.copyOf(faults);
    }

    /**
     * Orders the manifests and checks that each follows its predecessors.
     *
     * @param trusted all manifests, those of removed backups among them
     * @param removals all that are trusted
     * @param refused what was already found wrong with what is not among them
     */
    static CatalogScan of(List<CatalogEntry> trusted, List<RemovedBackup> removals, List<String> refused) {
        Map<BackupLabel, Head> known = new HashMap<>();
        Set<BackupLabel> gone = new HashSet<>();
        for (RemovedBackup each : removals) {
            Removal removal = each.removal();
            gone.add(removal.label());
            if (!removal.isOfAbandoned()) {
                known.put(removal.label(), each.head());
            }
        }
        List<String> faults = new ArrayList<>(refused);
        List<CatalogEntry> entries = new ArrayList<>();
        for (CatalogEntry entry : trusted) {
            Head head = entry.head();
            Head before = known.putIfAbsent(entry.manifest().label(), head);
            if (before != null && !before.equals(head)) {
                faults.add("removal " + Keyspace.removal(entry.manifest().label())
                        + " is of another manifest than the one that is there");
            }
            if (!gone.contains(entry.manifest().label())) {
                entries.add(entry);
            }
        }
        entries.sort(Comparator.comparingLong(
                        (CatalogEntry entry) -> entry.manifest().sequence())
                .thenComparing(entry -> entry.manifest().label()));
        entries.forEach(entry -> checkSuccession(entry, known, faults));
        return new CatalogScan(entries, removals, faults);
    }

    /** The same with one fault more. */
    CatalogScan with(String fault) {
        List<String> all = new ArrayList<>(faults);
        all.add(fault);
        return new CatalogScan(entries, removed, all);
    }

    private static void checkSuccession(CatalogEntry entry, Map<BackupLabel, Head> known, List<String> faults) {
        String name = "manifest " + Keyspace.manifest(entry.manifest().label());
        long highest = 0;
        for (Predecessor predecessor : entry.manifest().predecessors()) {
            Head before = known.get(predecessor.label());
            if (before == null) {
                faults.add("manifest " + Keyspace.manifest(predecessor.label()) + " is missing: " + name
                        + " names it as its predecessor");
                highest = Long.MIN_VALUE;
            } else if (!before.predecessor().equals(predecessor)) {
                faults.add("manifest " + Keyspace.manifest(predecessor.label()) + " was exchanged: " + name
                        + " names it with another digest");
            }
            if (before != null && highest >= 0) {
                highest = Math.max(highest, before.sequence());
            }
        }
        if (highest >= 0 && entry.manifest().sequence() != highest + 1) {
            faults.add(name + " has sequence " + entry.manifest().sequence() + " where " + (highest + 1)
                    + " follows: there is a gap");
        }
    }

    /** Those that count: none of them was removed. */
    public List<CatalogEntry> entries() {
        return entries;
    }

    public List<RemovedBackup> removed() {
        return removed;
    }

    /** Each names the file. */
    public List<String> faults() {
        return faults;
    }

    /** The backups, removed ones too, that no listed manifest names: what the next one follows. */
    public List<Head> heads() {
        Set<BackupLabel> named = new HashSet<>();
        entries.forEach(entry -> entry.manifest().predecessors().forEach(each -> named.add(each.label())));
        long newest = entries.stream()
                .mapToLong(entry -> entry.manifest().sequence())
                .max()
                .orElse(0);
        Map<BackupLabel, Head> heads = new TreeMap<>();
        entries.forEach(entry -> heads.put(entry.manifest().label(), entry.head()));
        // a removed one that is older was followed by one that was removed too, or is listed
        removed.stream()
                .filter(each -> each.removal().sequence() > newest)
                .forEach(each -> heads.put(each.removal().label(), each.head()));
        heads.keySet().removeAll(named);
        return List.copyOf(heads.values());
    }
}
