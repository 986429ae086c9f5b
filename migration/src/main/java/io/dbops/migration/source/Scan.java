package io.dbops.migration.source;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a look at a place found: scripts, indexes, and what had to be opened to find them, which stays open so that reading many
 * scripts opens a jar once. Used by one thread; closed by whoever asked for it.
 */
final class Scan implements Closeable {

    private final List<FoundScript> scripts = new ArrayList<>();
    private final List<IndexedPlace> indexed = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final List<Closeable> open = new ArrayList<>();

    void add(FoundScript script) {
        scripts.add(script);
    }

    void add(IndexedPlace place) {
        indexed.add(place);
    }

    void warn(String warning) {
        warnings.add(warning);
    }

    /** Closes it with itself. */
    <T extends Closeable> T keep(T opened) {
        open.add(opened);
        return opened;
    }

    List<FoundScript> scripts() {
        return scripts;
    }

    List<IndexedPlace> indexed() {
        return indexed;
    }

    List<String> warnings() {
        return warnings;
    }

    @Override
    public void close() {
        for (Closeable each : open) {
            try {
                each.close();
            } catch (IOException e) {
                // it was only read: nothing is lost
                continue;
            }
        }
    }
}
