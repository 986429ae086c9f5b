package io.dbops.migration.history;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the next history row continues: the last number, the chain, the contents. Kept in memory during a run, which the
 * migration lock makes the only writer; used by one thread.
 */
public final class HistoryLedger {

    private final HistorySnapshot beginning;
    private final Map<String, String> digests = new HashMap<>();
    private ContentsDigest contents = ContentsDigest.empty();
    private int seq;
    private String chain = HistoryRow.CHAIN_START;

    public HistoryLedger(HistorySnapshot snapshot) {
        this.beginning = snapshot;
        snapshot.rows().forEach(this::advance);
    }

    /** After a rollback of everything since the snapshot. */
    public void rewind() {
        digests.clear();
        contents = ContentsDigest.empty();
        seq = 0;
        chain = HistoryRow.CHAIN_START;
        beginning.rows().forEach(this::advance);
    }

    /** The number for the next row. */
    public int nextSeq() {
        return seq + 1;
    }

    /** The row as it must be written: with its count, contents and chain when it is a link of the chain. */
    public HistoryRow prepare(HistoryRow row) {
        if (!row.isLink()) {
            return row;
        }
        Optional<String> before = Optional.ofNullable(digests.get(row.id()));
        before.ifPresent(digest -> contents.remove(row.id(), digest));
        if (row.isCompleted()) {
            contents.add(row.id(), row.sourceDigest());
        }
        String after = contents.toString();
        if (row.isCompleted()) {
            contents.remove(row.id(), row.sourceDigest());
        }
        before.ifPresent(digest -> contents.add(row.id(), digest));
        int completed = digests.size() - (before.isPresent() ? 1 : 0) + (row.isCompleted() ? 1 : 0);
        return row.linked(completed, after, chain);
    }

    /** After the row is committed. */
    public void advance(HistoryRow row) {
        seq = row.seq();
        if (row.isLink()) {
            String before = digests.remove(row.id());
            if (before != null) {
                contents.remove(row.id(), before);
            }
            if (row.isCompleted()) {
                digests.put(row.id(), row.sourceDigest());
                contents.add(row.id(), row.sourceDigest());
            }
            chain = row.chain() == null ? HistoryRow.CHAIN_START : row.chain();
        }
    }
}
