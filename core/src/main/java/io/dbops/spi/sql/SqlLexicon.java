package io.dbops.spi.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * How a database's scripts are spelled, as data: quotes, comments, what ends a statement, what is a client's command.
 * One streaming lexer reads every dialect's scripts by it. Immutable.
 */
public final class SqlLexicon {

    /**
     * A quoted run of text.
     *
     * @param open how it begins, such as {@code '}, {@code E'} or a back quote; a letter prefix matches in either case and
     *     only where no identifier is running
     * @param close the one character that ends it; doubled, it stands for itself
     * @param backslashEscapes whether a backslash takes the next character with it
     */
    public record Quote(String open, char close, boolean backslashEscapes) {}

    /**
     * A comment up to the end of the line.
     *
     * @param open how it begins
     * @param needsBlankAfter whether white space, a control character or the end of input must follow (MySQL's {@code --})
     */
    public record LineComment(String open, boolean needsBlankAfter) {}

    /** What a script may hold besides statements. */
    public enum Trait {
        /** {@code $tag$ ... $tag$} quotes. */
        DOLLAR_QUOTES,
        /** Block comments nest. */
        NESTED_BLOCK_COMMENTS,
        /** {@code /*! ... *}{@code /} and {@code /*M! ... *}{@code /} are code. */
        EXECUTABLE_COMMENTS,
        /** A {@code DELIMITER} line changes what ends a statement. */
        DELIMITER_COMMAND,
        /** A line that begins with a backslash is a psql command. */
        PSQL_COMMANDS,
        /** {@code COPY ... FROM stdin} is followed by data up to a line {@code \.}. */
        COPY_FROM_STDIN,
        /** {@code CREATE FUNCTION/PROCEDURE ... BEGIN ATOMIC ... END} holds semicolons. */
        BEGIN_ATOMIC_BODIES,
        /** Bodies of stored programs, {@code BEGIN ... END}, hold semicolons even without a DELIMITER command. */
        COMPOUND_BODIES
    }

    private final List<Quote> quotes;
    private final List<LineComment> lineComments;
    private final Set<Trait> traits;
    private final StatementRules rules;

    private SqlLexicon(Builder builder) {
        this.quotes = List.copyOf(builder.quotes);
        this.lineComments = List.copyOf(builder.lineComments);
        this.traits = Set.copyOf(builder.traits);
        this.rules = builder.rules;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Longest opening first, so that {@code E'} is tried before {@code '}. */
    public List<Quote> quotes() {
        return quotes;
    }

    public List<LineComment> lineComments() {
        return lineComments;
    }

    public boolean has(Trait trait) {
        return traits.contains(trait);
    }

    public StatementRules rules() {
        return rules;
    }

    /** Collects a lexicon; used by one thread. */
    public static final class Builder {
        private final List<Quote> quotes = new ArrayList<>();
        private final List<LineComment> lineComments = new ArrayList<>();
        private final Set<Trait> traits = new TreeSet<>();
        private StatementRules rules = new StatementRules(Set.of(), Set.of(), List.of());

        private Builder() {}

        public Builder quote(String open, char close, boolean backslashEscapes) {
            if (open.isEmpty()) {
                throw new IllegalArgumentException("a quote opens with at least one character");
            }
            quotes.add(new Quote(open.toUpperCase(Locale.ROOT), close, backslashEscapes));
            quotes.sort((a, b) -> Integer.compare(b.open().length(), a.open().length()));
            return this;
        }

        public Builder lineComment(String open, boolean needsBlankAfter) {
            lineComments.add(new LineComment(open, needsBlankAfter));
            return this;
        }

        public Builder traits(Trait... some) {
            traits.addAll(List.of(some));
            return this;
        }

        public Builder rules(StatementRules some) {
            this.rules = some;
            return this;
        }

        public SqlLexicon build() {
            return new SqlLexicon(this);
        }
    }
}
