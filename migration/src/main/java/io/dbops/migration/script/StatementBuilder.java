package io.dbops.migration.script;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Collects one statement: its text, the canonical text that its digest is of, its leading words, its excerpt. */
final class StatementBuilder {

    private static final int MAX_WORDS = 12;
    private static final int MAX_EXCERPT = 200;

    /** A number is a literal as well; digits inside a name or a quoted name are not one. */
    private static final Pattern NUMBER = Pattern.compile("(?<![\\w\"`$.])[0-9][0-9A-Za-z_.]*");

    private final int line;
    private final long offset;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder canonical = new StringBuilder();
    private final StringBuilder excerpt = new StringBuilder();
    private final List<String> words = new ArrayList<>();
    private boolean wordsComplete;
    private boolean qualified;

    StatementBuilder(int line, long offset) {
        this.line = line;
        this.offset = offset;
    }

    List<String> words() {
        return words;
    }

    void code(char c) {
        text.append(c);
        canonical(c);
        show(c);
    }

    /** A character inside quotes, where blanks at a line's end have a meaning. */
    void quoted(char c, boolean secret) {
        text.append(c);
        if (c == '\n' && endsWith(canonical, '\r')) {
            canonical.setLength(canonical.length() - 1);
        }
        canonical.append(c);
        if (!secret) {
            show(c);
        }
    }

    /** Marks in the excerpt that something was left out. */
    void masked() {
        show('\u2026');
    }

    void word(String upper) {
        if (wordsComplete) {
            return;
        }
        if (qualified) {
            words.set(words.size() - 1, words.get(words.size() - 1) + upper);
        } else if (words.size() < MAX_WORDS) {
            words.add(upper);
        }
        qualified = false;
    }

    /** Tells the collection of words about a character that belongs to none. */
    void betweenWords(char c) {
        if (c == '.' && !words.isEmpty() && !wordsComplete) {
            words.set(words.size() - 1, words.get(words.size() - 1) + '.');
            qualified = true;
        } else if (!Character.isWhitespace(c)) {
            wordsComplete = true;
        }
    }

    /** The blanks that end what was collected so far; they are no part of the statement. */
    String trailingBlanks() {
        int end = text.length();
        while (end > 0 && Character.isWhitespace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(end);
    }

    SqlStatement build(Terminator terminator) {
        trimBlanks();
        while (endsWith(canonical, '\n')) {
            canonical.setLength(canonical.length() - 1);
            trimBlanks();
        }
        String whole = text.substring(0, text.length() - trailingBlanks().length());
        return new SqlStatement(
                whole,
                line,
                offset,
                words,
                terminator,
                Digests.of(canonical),
                NUMBER.matcher(excerpt.toString().strip()).replaceAll("\u2026"));
    }

    private void canonical(char c) {
        if (c == '\n' && endsWith(canonical, '\n') && text.length() > 1 && text.charAt(text.length() - 2) == '\r') {
            return;
        }
        if (c == '\n' || c == '\r') {
            trimBlanks();
            canonical.append('\n');
        } else {
            canonical.append(c);
        }
    }

    private void trimBlanks() {
        while (endsWith(canonical, ' ') || endsWith(canonical, '\t')) {
            canonical.setLength(canonical.length() - 1);
        }
    }

    private void show(char c) {
        boolean blank = Character.isWhitespace(c);
        if (excerpt.length() < MAX_EXCERPT && !(blank && endsWith(excerpt, ' '))) {
            excerpt.append(blank ? ' ' : c);
        }
    }

    private static boolean endsWith(StringBuilder some, char c) {
        return some.length() > 0 && some.charAt(some.length() - 1) == c;
    }
}
