package io.dbops.spi.sql;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

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
     * A {@code SET} statement after which quotes are read otherwise.
     *
     * @param statement found anywhere in the text of the statement
     * @param open which quotes, by their opening
     * @param backslashEscapes whether a backslash takes the next character with it from here on
     */
    public record QuoteSwitch(Pattern statement, String open, boolean backslashEscapes) {}

    /**
     * A comment up to the end of the line.
     *
     * @param open how it begins
     * @param needsBlankAfter whether white space, a control character or the end of input must follow inside a statement
     *     (MySQL's {@code --}); where a statement could begin, none need follow
     */
    public record LineComment(String open, boolean needsBlankAfter) {}

    /**
     * A kind of statement that holds semicolons of its own, or is followed by data.
     *
     * @param head its first words, outside parentheses; of a qualified name, only the first part is a word
     * @param body what comes after them
     */
    public record Program(WordPattern head, Body body) {}

    /** What is special about a program. */
    public enum Body {
        /** {@code BEGIN ATOMIC ... END} may follow, and hold semicolons. */
        ATOMIC,
        /** A statement of the stored-program language follows: blocks, loops and branches of it hold semicolons. */
        COMPOUND,
        /** The first word itself opened such a block, loop or branch, or a section of declarations. */
        COMPOUND_BLOCK,
        /** Programs follow, declared or whole, up to an {@code END} of their own. */
        COMPOUND_PACKAGE,
        /** Only a line of a single slash ends it, and a semicolon before that belongs to it. */
        UNTIL_SLASH,
        /** The same, but a semicolon at its very end does not belong to it. */
        QUERY_UNTIL_SLASH,
        /** As {@link #UNTIL_SLASH}, and it is written in another language: quotes and comments are not looked for. */
        FOREIGN_UNTIL_SLASH,
        /** Lines of data follow the line on which it ends, up to a line {@code \.}. */
        INLINE_DATA
    }

    /**
     * What a client, not the server, would do for the script.
     *
     * @param head the words of the line, parted by blanks; it must stand where a statement could begin
     * @param meaning what it is to us
     */
    public record ClientCommand(WordPattern head, Meaning meaning) {}

    /** What a client's command means where no client is. */
    public enum Meaning {
        /** It asks for what we do anyway, or says something to a person. */
        SKIPPED,
        /** An error: leaving it out would change what the script does. */
        REFUSED,
        /** Its second word ends statements from here on. It stands at the start of a line. */
        DELIMITER,
        /** No command at all, but SQL; listed before a command that would match as well. */
        SQL,
        /** SQL that the end of the line ends as well. */
        LINE_OF_SQL,
        /** What follows its first word is to be run as {@code BEGIN ...; END;}; a last {@code -} continues the line. */
        BLOCK
    }

    /** What a script may hold besides statements. */
    public enum Trait {
        /** {@code $tag$ ... $tag$} quotes. */
        DOLLAR_QUOTES,
        /** {@code $$ ... $$} quotes, after a blank only. */
        BARE_DOLLAR_QUOTES,
        /** {@code q'[ ... ]'} and {@code nq'! ... !'} quotes. */
        ALTERNATIVE_QUOTES,
        /** A literal goes on in the next one, after a line break, and is read like it: {@code E'a'} line break {@code 'b\''}. */
        CONTINUED_LITERALS,
        /** Block comments nest. */
        NESTED_BLOCK_COMMENTS,
        /** {@code /*! ... *}{@code /} and {@code /*M! ... *}{@code /} are code. */
        EXECUTABLE_COMMENTS,
        /** A carriage return alone ends a line comment, as a line feed does. */
        CARRIAGE_RETURN_ENDS_COMMENTS,
        /** A backslash outside quotes is a client's command; {@code \N} is none where comments are executable. */
        BACKSLASH_COMMANDS,
        /** A semicolon in parentheses ends nothing. */
        PARENTHESES_HOLD_SEMICOLONS,
        /** A line of a single slash ends a statement; where none is open, it means nothing. */
        SLASH_LINES,
        /** The name of an index is known within its table only, so that DROP INDEX names the table too. */
        INDEX_NAMES_ARE_LOCAL
    }

    /** What the database makes of an identifier that is not quoted. */
    public enum IdentifierCase {
        UPPER,
        LOWER,
        AS_WRITTEN;

        /** The identifier as the database reads it. */
        public String of(String unquoted) {
            return switch (this) {
                case UPPER -> unquoted.toUpperCase(Locale.ROOT);
                case LOWER -> unquoted.toLowerCase(Locale.ROOT);
                case AS_WRITTEN -> unquoted;
            };
        }
    }

    private final List<Quote> quotes;
    private final List<QuoteSwitch> quoteSwitches;
    private final List<LineComment> lineComments;
    private final List<Program> programs;
    private final List<ClientCommand> commands;
    private final List<String> clientOpening;
    private final Optional<String> clientReconnect;
    private final Set<Trait> traits;
    private final StatementRules rules;
    private final IdentifierCase identifierCase;

    private SqlLexicon(Builder builder) {
        this.quotes = List.copyOf(builder.quotes);
        this.quoteSwitches = List.copyOf(builder.quoteSwitches);
        this.lineComments = List.copyOf(builder.lineComments);
        this.programs = List.copyOf(builder.programs);
        this.commands = List.copyOf(builder.commands);
        this.clientOpening = List.copyOf(builder.clientOpening);
        this.clientReconnect = Optional.ofNullable(builder.clientReconnect);
        this.traits = Set.copyOf(builder.traits);
        this.rules = builder.rules;
        this.identifierCase = builder.identifierCase;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Longest opening first, so that {@code E'} is tried before {@code '}. */
    public List<Quote> quotes() {
        return quotes;
    }

    /** In the order in which they apply; a later one overrules. */
    public List<QuoteSwitch> quoteSwitches() {
        return quoteSwitches;
    }

    public List<LineComment> lineComments() {
        return lineComments;
    }

    public List<Program> programs() {
        return programs;
    }

    /** The first that matches decides. */
    public List<ClientCommand> commands() {
        return commands;
    }

    /** Lines after which the database's own client reads a script as it is meant: in UTF-8, up to the first error. */
    public List<String> clientOpening() {
        return clientOpening;
    }

    /** The line with which the database's own client begins a new session as the one before began; empty where it cannot. */
    public Optional<String> clientReconnect() {
        return clientReconnect;
    }

    public boolean has(Trait trait) {
        return traits.contains(trait);
    }

    public StatementRules rules() {
        return rules;
    }

    /** {@code AS_WRITTEN} by default. */
    public IdentifierCase identifierCase() {
        return identifierCase;
    }

    /** Collects a lexicon; used by one thread. */
    public static final class Builder {
        private final List<Quote> quotes = new ArrayList<>();
        private final List<QuoteSwitch> quoteSwitches = new ArrayList<>();
        private final List<LineComment> lineComments = new ArrayList<>();
        private final List<Program> programs = new ArrayList<>();
        private final List<ClientCommand> commands = new ArrayList<>();
        private final List<String> clientOpening = new ArrayList<>();
        private @Nullable String clientReconnect;
        private final Set<Trait> traits = EnumSet.noneOf(Trait.class);
        private StatementRules rules = new StatementRules(Set.of(), Set.of(), List.of());
        private IdentifierCase identifierCase = IdentifierCase.AS_WRITTEN;

        private Builder() {}

        public Builder quote(String open, char close, boolean backslashEscapes) {
            if (open.isEmpty()) {
                throw new IllegalArgumentException("a quote opens with at least one character");
            }
            quotes.add(new Quote(open.toUpperCase(Locale.ROOT), close, backslashEscapes));
            quotes.sort((a, b) -> Integer.compare(b.open().length(), a.open().length()));
            return this;
        }

        /** @param statement a regular expression, in which case and line breaks do not count */
        public Builder quoteSwitch(String statement, String open, boolean backslashEscapes) {
            Pattern pattern = Pattern.compile(statement, Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
            quoteSwitches.add(new QuoteSwitch(pattern, open, backslashEscapes));
            return this;
        }

        public Builder lineComment(String open, boolean needsBlankAfter) {
            lineComments.add(new LineComment(open, needsBlankAfter));
            return this;
        }

        /** @param head see {@link WordPattern} */
        public Builder program(String head, Body body) {
            programs.add(new Program(WordPattern.of(head), body));
            return this;
        }

        /** @param head see {@link WordPattern} */
        public Builder command(String head, Meaning meaning) {
            commands.add(new ClientCommand(WordPattern.of(head), meaning));
            return this;
        }

        public Builder clientOpening(String... lines) {
            clientOpening.addAll(List.of(lines));
            return this;
        }

        public Builder clientReconnect(String line) {
            this.clientReconnect = line;
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

        public Builder identifierCase(IdentifierCase some) {
            this.identifierCase = some;
            return this;
        }

        public SqlLexicon build() {
            return new SqlLexicon(this);
        }
    }
}
