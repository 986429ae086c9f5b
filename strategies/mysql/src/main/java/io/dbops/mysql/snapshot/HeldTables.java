package io.dbops.mysql.snapshot;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * On which tables a snapshot's readers hold metadata locks. MySQL frees them when a reader rolls back to the savepoint before
 * its chunk; MariaDB's keep them until the transaction ends. Thread-safe.
 */
final class HeldTables {

    private final boolean kept;
    private final Map<String, Integer> readers = new ConcurrentHashMap<>();

    HeldTables(boolean kept) {
        this.kept = kept;
    }

    void take(String table) {
        readers.merge(table, 1, Integer::sum);
    }

    void letGo(String table) {
        if (!kept) {
            readers.computeIfPresent(table, (name, count) -> count == 1 ? null : count - 1);
        }
    }

    Set<String> names() {
        return Set.copyOf(readers.keySet());
    }
}
