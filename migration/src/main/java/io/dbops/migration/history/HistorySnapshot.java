package io.dbops.migration.history;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All history rows at one moment. Immutable. */
public final class HistorySnapshot {

    private static final HistorySnapshot EMPTY = new HistorySnapshot(List.of());

    private final List<HistoryRow> rows;
    private final Map<String, HistoryRow> completed = new LinkedHashMap<>();
    private final Map<String, HistoryRow> failed = new LinkedHashMap<>();
    private final Map<String, HistoryRow> rolledBack = new LinkedHashMap<>();
    private final Map<String, HistoryRow> undoBegun = new LinkedHashMap<>();

    /** In the order of their numbers. */
    public HistorySnapshot(List<HistoryRow> rows) {
        this.rows = List.copyOf(rows);
        rows.forEach(this::follow);
    }

    private void follow(HistoryRow row) {
        switch (row.state()) {
            case COMPLETED -> completed.put(row.id(), row);
            case ROLLED_BACK -> {
                completed.remove(row.id());
                rolledBack.put(row.id(), row);
            }
            case IN_PROGRESS -> undoBegun.put(row.id(), row);
            default -> failed.put(row.id(), row);
        }
        if (row.isLink()) {
            failed.remove(row.id());
            undoBegun.remove(row.id());
        }
        if (row.isCompleted()) {
            rolledBack.remove(row.id());
        }
    }

    public static HistorySnapshot empty() {
        return EMPTY;
    }

    public List<HistoryRow> rows() {
        return rows;
    }

    /** The newest completed row of each migration that is applied, in the order in which each was first applied. */
    public Collection<HistoryRow> completed() {
        return Collections.unmodifiableCollection(completed.values());
    }

    public Set<String> completedIds() {
        return Collections.unmodifiableSet(completed.keySet());
    }

    public Optional<HistoryRow> completed(String id) {
        return Optional.ofNullable(completed.get(id));
    }

    /** The failure that was not followed by a success. */
    public Optional<HistoryRow> failed(String id) {
        return Optional.ofNullable(failed.get(id));
    }

    public Collection<HistoryRow> failed() {
        return Collections.unmodifiableCollection(failed.values());
    }

    /** That it was applied once and taken back. */
    public Optional<HistoryRow> rolledBack(String id) {
        return Optional.ofNullable(rolledBack.get(id));
    }

    /** Of migrations whose undo began and did not end: neither applied nor gone. */
    public Collection<HistoryRow> undoBegun() {
        return Collections.unmodifiableCollection(undoBegun.values());
    }

    /** Rows that do not continue the chain, each as one sentence. */
    public List<String> chainFaults() {
        List<String> faults = new ArrayList<>();
        String previous = HistoryRow.CHAIN_START;
        for (HistoryRow row : rows) {
            if (!row.isLink()) {
                continue;
            }
            if (!row.chainAfter(previous).equals(row.chain())) {
                faults.add(
                        "history row " + row.seq() + " (" + row.id()
                                + ") does not continue the chain: it, or a row before it, was changed, removed or added by hand");
            }
            previous = row.chain() == null ? HistoryRow.CHAIN_START : row.chain();
        }
        return faults;
    }
}
