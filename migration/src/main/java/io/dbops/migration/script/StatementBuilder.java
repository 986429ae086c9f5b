package io.dbops.migration.script;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Collects one statement: its text, the digest of it, its leading words, its excerpt. */
final class StatementBuilder {

    private static final int MAX_WORDS = 12;
    private static final int MAX_EXCERPT = 200;

    /** A number is a literal as well; digits inside a name or a quoted name are not one. */
    private static final Pattern NUMBER = Pattern.compile("(?<![\\w\"`$.])[0-9][0-9A-Za-z_.]*");

    private final int line;
    private final long offset;
    private final CanonicalDigest digest;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder excerpt = new StringBuilder();
    private final List<String> words = new ArrayList<>();
    private boolean wordsComplete;
    private boolean qualified;
    private boolean withoutSemicolon;

    /** @param digest of nothing so far */
    StatementBuilder(int line, long offset, CanonicalDigest digest) {
        this.line = line;
        this.offset = offset;
        this.digest = digest;
    }

    int line() {
        return line;
    }

    boolean wantsWords() {
        return !wordsComplete;
    }

    CharSequence text() {
        return text;
    }

    void code(CharRun some) {
        text.append(some.chars(), 0, some.length());
        digest.code(some);
        show(some);
    }

    /** Characters inside quotes, where blanks at a line's end have a meaning. */
    void quoted(CharRun some, boolean secret) {
        text.append(some.chars(), 0, some.length());
        digest.quoted(some);
        if (!secret) {
            show(some);
        }
    }

    void endQuote() {
        digest.endQuote();
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
        } else {
            wordsComplete = true;
        }
        qualified = false;
    }

    /** Tells the collection of words about a character that belongs to none and is no blank. */
    void betweenWords(char c) {
        if (c == '.' && !words.isEmpty() && !wordsComplete) {
            words.set(words.size() - 1, words.get(words.size() - 1) + '.');
            qualified = true;
        } else {
            wordsComplete = true;
        }
    }

    /** What ends the text so far and is no part of the statement: blanks. */
    String trailing() {
        return text.substring(end());
    }

    /** A semicolon at the end is no part of the statement either. */
    void leaveSemicolon() {
        withoutSemicolon = true;
    }

    private int end() {
        int end = blanksBefore(text.length());
        boolean semicolon = withoutSemicolon && end > 0 && text.charAt(end - 1) == ';';
        return semicolon ? blanksBefore(end - 1) : end;
    }

    private int blanksBefore(int from) {
        int end = from;
        while (end > 0 && CharSet.BLANKS.contains(text.charAt(end - 1))) {
            end--;
        }
        return end;
    }

    /**
     * @param program whether it begins as one of the lexicon's programs
     * @param data what follows it in the script
     */
    SqlStatement build(Terminator terminator, boolean program, @Nullable StatementData data) {
        String whole = text.substring(0, end());
        String sum = digest.finish();
        return new SqlStatement(
                whole,
                line,
                offset,
                words,
                terminator,
                program,
                sum,
                sum,
                NUMBER.matcher(excerpt.toString().strip()).replaceAll("\u2026"),
                data);
    }

    private void show(CharRun some) {
        for (int i = 0; i < some.length() && excerpt.length() < MAX_EXCERPT; i++) {
            show(some.at(i));
        }
    }

    private void show(char c) {
        boolean blank = Character.isWhitespace(c);
        boolean again = blank && excerpt.length() > 0 && excerpt.charAt(excerpt.length() - 1) == ' ';
        if (excerpt.length() < MAX_EXCERPT && !again) {
            excerpt.append(blank ? ' ' : c);
        }
    }
}
