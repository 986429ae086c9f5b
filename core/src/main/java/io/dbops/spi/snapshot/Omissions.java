package io.dbops.spi.snapshot;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * What exists in a scope and would not be in a backup, by name: what the scope accepts is only told, the rest are faults. Used by one
 * thread.
 */
public final class Omissions {

    private final SnapshotScope scope;
    private final SortedMap<String, String> remarks = new TreeMap<>();

    public Omissions(SnapshotScope scope) {
        this.scope = scope;
    }

    /** Adds one of which its name says everything. */
    public void add(String name) {
        add(name, "");
    }

    /**
     * Adds one.
     *
     * @param name the kind and the name of the object, lower case kind first: {@code operator shop.===(integer,integer)}; it stands in
     *     the options of whoever accepts it, so a version of the strategy does not change it lightly
     * @param remark why it is not captured, for people; may be empty
     */
    public void add(String name, String remark) {
        remarks.put(name, remark);
    }

    /** What is accepted, each one sentence. */
    public List<String> accepted() {
        return sentences(scope::acceptsUncaptured, name -> ".");
    }

    /** What is not, each one sentence that says how to accept it. */
    public List<String> faults() {
        return sentences(
                name -> !scope.acceptsUncaptured(name),
                name -> "; BackupOptions.acceptUncaptured(\""
                        + name.replace("\\", "\\\\").replace("\"", "\\\"") + "\") leaves it out.");
    }

    private List<String> sentences(Predicate<String> which, UnaryOperator<String> end) {
        List<String> sentences = new ArrayList<>();
        remarks.forEach((name, remark) -> {
            if (which.test(name)) {
                sentences.add(
                        "Not captured: " + name + (remark.isEmpty() ? "" : " (" + remark + ")") + end.apply(name));
            }
        });
        return sentences;
    }
}
