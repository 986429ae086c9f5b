package io.dbops.backup.catalog;

import io.dbops.backup.BackupLabel;
import io.dbops.backup.manifest.Keyspace;
import io.dbops.backup.manifest.Predecessor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All trusted manifests, oldest first, and what is wrong with the rest or with their succession. Immutable; pure. */
public final class CatalogScan {

    private final List<CatalogEntry> entries;
    private final List<String> faults;

    private CatalogScan(List<CatalogEntry> entries, List<String> faults) {
        this.entries = List.copyOf(entries);
        this.faults = List.copyOf(faults);
    }

    /**
     * Orders the manifests and checks that each follows its predecessors.
     *
     * @param refused what was already found wrong with manifests that are not among them
     */
    static CatalogScan of(List<CatalogEntry> trusted, List<String> refused) {
        List<CatalogEntry> entries = new ArrayList<>(trusted);
        entries.sort(Comparator.comparingLong(
                        (CatalogEntry entry) -> entry.manifest().sequence())
                .thenComparing(entry -> entry.manifest().label()));
        Map<BackupLabel, CatalogEntry> byLabel = new HashMap<>();
        entries.forEach(entry -> byLabel.put(entry.manifest().label(), entry));
        List<String> faults = new ArrayList<>(refused);
        entries.forEach(entry -> checkSuccession(entry, byLabel, faults));
        return new CatalogScan(entries, faults);
    }

    private static void checkSuccession(
            CatalogEntry entry, Map<BackupLabel, CatalogEntry> byLabel, List<String> faults) {
        String name = "manifest " + Keyspace.manifest(entry.manifest().label());
        long highest = 0;
        for (Predecessor predecessor : entry.manifest().predecessors()) {
            CatalogEntry before = byLabel.get(predecessor.label());
            if (before == null) {
                faults.add("manifest " + Keyspace.manifest(predecessor.label()) + " is missing: " + name
                        + " names it as its predecessor");
                highest = Long.MIN_VALUE;
            } else if (!before.sha256().equals(predecessor.sha256())) {
                faults.add("manifest " + Keyspace.manifest(predecessor.label()) + " was exchanged: " + name
                        + " names it with another digest");
            }
            if (before != null && highest >= 0) {
                highest = Math.max(highest, before.manifest().sequence());
            }
        }
        if (highest >= 0 && entry.manifest().sequence() != highest + 1) {
            faults.add(name + " has sequence " + entry.manifest().sequence() + " where " + (highest + 1)
                    + " follows: there is a gap");
        }
    }

    public List<CatalogEntry> entries() {
        return entries;
    }

    /** Each names the manifest. */
    public List<String> faults() {
        return faults;
    }

    /** The manifests that none of the others names: what the next one follows. */
    public List<CatalogEntry> heads() {
        Set<BackupLabel> named = new HashSet<>();
        entries.forEach(entry -> entry.manifest().predecessors().forEach(each -> named.add(each.label())));
        return entries.stream()
                .filter(entry -> !named.contains(entry.manifest().label()))
                .sorted(Comparator.comparing(entry -> entry.manifest().label()))
                .toList();
    }
}
