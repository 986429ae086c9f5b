package io.dbops.mysql.snapshot;

import io.dbops.mysql.server.Quoting;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Rows from one boundary up to, not including, another, in the order of the primary key. Noted as {@code [from,to)}, an open
 * end by nothing; a boundary is one value for each leading key column, joined by {@code |}: an integer by its digits, a text
 * or a binary by {@code x} and its bytes in hexadecimal, anything else by {@code t} and the server's text.
 *
 * @param from empty for open
 * @param to empty for open
 */
record KeyRange(List<String> from, List<String> to) {

    KeyRange {
        from = List.copyOf(from);
        to = List.copyOf(to);
    }

    /** Ranges that cover everything: before the first boundary, between each two, from the last one on. */
    static List<KeyRange> between(List<List<String>> boundaries) {
        List<KeyRange> ranges = new ArrayList<>();
        List<String> from = List.of();
        for (List<String> boundary : boundaries) {
            ranges.add(new KeyRange(from, boundary));
            from = boundary;
        }
        ranges.add(new KeyRange(from, List.of()));
        return ranges;
    }

    /** The boundaries of ranges that cover everything; empty when they do not. */
    static Optional<List<List<String>>> boundaries(List<KeyRange> ranges) {
        List<List<String>> boundaries = new ArrayList<>();
        ranges.forEach(range -> boundaries.add(range.to));
        boundaries.remove(boundaries.size() - 1);
        return between(boundaries).equals(ranges) ? Optional.of(boundaries) : Optional.empty();
    }

    static KeyRange parse(String text) {
        if (text.isEmpty()) {
            return new KeyRange(List.of(), List.of());
        }
        int comma = text.indexOf(',');
        if (!text.startsWith("[") || !text.endsWith(")") || comma < 0) {
            throw new IllegalArgumentException("not a key range: expected [from,to)");
        }
        return new KeyRange(boundary(text.substring(1, comma)), boundary(text.substring(comma + 1, text.length() - 1)));
    }

    private static List<String> boundary(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split("\\|", -1));
    }

    /** The notation; empty when both ends are open. */
    String toText() {
        return from.isEmpty() && to.isEmpty() ? "" : "[" + String.join("|", from) + "," + String.join("|", to) + ")";
    }

    /**
     * The condition, or an empty text when both ends are open. Composite keys are expanded to alternatives: of a row
     * comparison the server makes a scan.
     */
    String condition(List<KeyColumn> key) {
        List<String> parts = new ArrayList<>();
        if (!from.isEmpty()) {
            parts.add(beyond(key, from, ">", ">="));
        }
        if (!to.isEmpty()) {
            parts.add(beyond(key, to, "<", "<"));
        }
        return String.join(" AND ", parts);
    }

    private static String beyond(List<KeyColumn> key, List<String> boundary, String strictly, String last) {
        if (boundary.size() > key.size()) {
            throw new IllegalArgumentException("a range does not fit its table: a boundary of " + boundary.size()
                    + " values for a key of " + key.size() + " columns");
        }
        List<String> alternatives = new ArrayList<>();
        StringBuilder equal = new StringBuilder();
        for (int i = 0; i < boundary.size(); i++) {
            String name = Quoting.identifier(key.get(i).column().name());
            String literal = key.get(i).literal(boundary.get(i));
            String operator = i == boundary.size() - 1 ? last : strictly;
            alternatives.add(equal + name + " " + operator + " " + literal);
            equal.append(name).append(" = ").append(literal).append(" AND ");
        }
        return alternatives.size() == 1 ? alternatives.get(0) : "(" + String.join(" OR ", alternatives) + ")";
    }
}
