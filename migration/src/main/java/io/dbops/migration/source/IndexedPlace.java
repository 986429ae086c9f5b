package io.dbops.migration.source;

import io.dbops.error.DbOpsException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A folder, the index that was found beside it, and whether they fit together.
 *
 * @param where names the index for messages
 * @param index what it says; {@code null} when it cannot be read
 * @param fault why it cannot be read
 * @param files those of the folder; by the index alone where a folder cannot be listed
 */
record IndexedPlace(
        String where,
        @Nullable MigrationIndex index,
        @Nullable String fault,
        List<ListedScript> files) {

    private static final int NAMED = 5;

    static IndexedPlace of(String where, byte[] bytes, String folder, List<ListedScript> files) {
        List<ListedScript> scripts = files.stream()
                .filter(each -> MigrationName.isScript(each.script().name()))
                .toList();
        try {
            return new IndexedPlace(where, MigrationIndex.parse(bytes, folder), null, scripts);
        } catch (IllegalArgumentException e) {
            return new IndexedPlace(where, null, e.getMessage(), scripts);
        }
    }

    /**
     * What tells, without reading a script, that the index is not of these files: sizes and checksums of a jar's directory, and
     * names. Empty for nothing.
     */
    String glance() {
        return differences((listed, facts) -> (listed.size() < 0 || listed.size() == facts.size())
                && (listed.crc() < 0 || listed.crc() == facts.crc()));
    }

    /** What tells that the index is not of these files after every one of them is read. */
    String wholly() {
        ScriptFacts.Reader reader = new ScriptFacts.Reader();
        return differences((listed, facts) -> {
            try {
                return reader.read(
                                listed.script(),
                                MigrationName.isOwn(listed.script().name()))
                        .equals(facts);
            } catch (DbOpsException e) {
                return false;
            }
        });
    }

    private String differences(Same same) {
        if (index == null) {
            return String.valueOf(fault);
        }
        Map<String, ScriptFacts> known = index.scripts();
        Set<String> seen = new HashSet<>();
        List<String> differences = new ArrayList<>();
        for (ListedScript listed : files) {
            ScriptFacts facts = known.get(listed.path());
            seen.add(listed.path());
            if (facts == null) {
                differences.add("added " + listed.path());
            } else if (!same.test(listed, facts)) {
                differences.add("changed " + listed.path());
            }
        }
        if (seen.size() < known.size() || !differences.isEmpty()) {
            known.keySet().stream()
                    .filter(path -> !seen.contains(path))
                    .forEach(path -> differences.add("deleted " + path));
        }
        differences.sort(null);
        int named = Math.min(NAMED, differences.size());
        String more = differences.size() > named ? " and " + (differences.size() - named) + " more" : "";
        return String.join(", ", differences.subList(0, named)) + more;
    }

    /** The scripts with what the index says of them. */
    List<FoundScript> indexed() {
        Map<String, ScriptFacts> facts = index == null ? Map.of() : index.scripts();
        return files.stream()
                .map(each -> new FoundScript(each.script(), facts.get(each.path())))
                .toList();
    }

    private interface Same {
        boolean test(ListedScript listed, ScriptFacts facts);
    }

    /** The files of a folder that cannot be listed, as the index names them. */
    static IndexedPlace unlisted(String where, byte[] bytes, String folder, Function<String, ListedScript> file) {
        IndexedPlace place = of(where, bytes, folder, List.of());
        if (place.index() == null) {
            return place;
        }
        List<ListedScript> files =
                place.index().scripts().keySet().stream().map(file).toList();
        return new IndexedPlace(where, place.index(), null, files);
    }
}
