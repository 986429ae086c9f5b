package io.dbops.spi.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A pattern for the words that a statement or a line begins with, matched one word at a time. Its elements are parted by
 * blanks: {@code CREATE} is that word, {@code A|B} one of several, {@code [OR REPLACE]} may be absent, {@code !A|B} is any
 * one word but these, {@code ...} any number of words, {@code ...!A|B} any number of words but these. A word that ends in
 * {@code *} stands for all that begin so. Words are in upper case. Immutable; a match is a state that the caller keeps.
 */
public final class WordPattern {

    private static final int MAX_ELEMENTS = 62;

    /**
     * @param words exact ones
     * @param beginnings what words may begin with
     * @param negated whether it stands for every word but these
     * @param repeated whether it stands for any number of words
     * @param absentTo where matching goes on when it, and the group that it opens, is absent; itself when it must be there
     */
    private record Element(
            Set<String> words, List<String> beginnings, boolean negated, boolean repeated, int absentTo) {

        boolean matches(String word) {
            return negated != (words.contains(word) || beginnings.stream().anyMatch(word::startsWith));
        }
    }

    private final String text;
    private final List<Element> elements;
    private final long end;

    private WordPattern(String text, List<Element> elements) {
        this.text = text;
        this.elements = List.copyOf(elements);
        this.end = 1L << elements.size();
    }

    /** Reads the notation above; what is not in it is an {@link IllegalArgumentException}. */
    public static WordPattern of(String text) {
        String[] parts = text.strip().split("\\s+");
        List<Element> elements = new ArrayList<>();
        int groupEnd = -1;
        for (int i = 0; i < parts.length; i++) {
            String part = parts[i];
            if (part.startsWith("[")) {
                groupEnd = endOfGroup(text, parts, i);
            }
            int absentTo = part.startsWith("[") ? groupEnd : i;
            elements.add(element(part.replaceAll("^\\[|\\]$", ""), absentTo));
        }
        if (elements.size() > MAX_ELEMENTS) {
            throw new IllegalArgumentException("a pattern has at most " + MAX_ELEMENTS + " elements: " + text);
        }
        return new WordPattern(text, elements);
    }

    private static int endOfGroup(String text, String[] parts, int from) {
        for (int i = from; i < parts.length; i++) {
            if (i > from && parts[i].startsWith("[")) {
                break;
            }
            if (parts[i].endsWith("]")) {
                return i + 1;
            }
        }
        throw new IllegalArgumentException("a bracket is not closed in the pattern " + text);
    }

    private static Element element(String part, int absentTo) {
        boolean repeated = part.startsWith("...");
        String rest = repeated ? part.substring(3) : part;
        boolean negated = repeated || rest.startsWith("!");
        List<String> beginnings = new ArrayList<>();
        List<String> words = new ArrayList<>();
        for (String word : rest.replaceFirst("^!", "").split("\\|")) {
            if (word.endsWith("*")) {
                beginnings.add(word.substring(0, word.length() - 1));
            } else if (!word.isEmpty()) {
                words.add(word);
            }
        }
        return new Element(Set.copyOf(words), List.copyOf(beginnings), negated, repeated, absentTo);
    }

    /** The state before the first word. */
    public long start() {
        return closed(1);
    }

    /** The state after one more word; 0 when the pattern can no longer match. */
    public long step(long state, String word) {
        long next = 0;
        for (int i = 0; i < elements.size(); i++) {
            Element element = elements.get(i);
            if ((state & (1L << i)) != 0 && element.matches(word)) {
                next |= 1L << (element.repeated() ? i : i + 1);
            }
        }
        return closed(next);
    }

    /** Whether the words so far are a match. */
    public boolean isMatch(long state) {
        return (state & end) != 0;
    }

    /** Whether some first words of these are a match. */
    public boolean matches(List<String> words) {
        long state = start();
        for (String word : words) {
            state = step(state, word);
            if (isMatch(state)) {
                return true;
            }
        }
        return false;
    }

    private long closed(long state) {
        long all = state;
        for (int i = 0; i < elements.size(); i++) {
            if ((all & (1L << i)) != 0) {
                all |= 1L << elements.get(i).absentTo();
                all |= elements.get(i).repeated() ? 1L << (i + 1) : 0;
            }
        }
        return all;
    }

    @Override
    public String toString() {
        return text;
    }
}
