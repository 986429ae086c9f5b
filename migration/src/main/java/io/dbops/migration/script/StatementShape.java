package io.dbops.migration.script;

import io.dbops.spi.sql.SqlLexicon;
import io.dbops.spi.sql.SqlLexicon.Body;
import io.dbops.spi.sql.SqlLexicon.Program;
import io.dbops.spi.sql.SqlLexicon.Trait;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Watches one statement and knows what ends it: which of the lexicon's programs it is, whether a semicolon is inside it. */
final class StatementShape {

    private final List<Program> programs;
    private final long[] states;
    private final boolean parenthesesHold;
    private boolean undecided;
    private @Nullable Program program;
    private ProgramBody body = ProgramBody.NONE;
    private String first = "";
    private int parentheses;
    private int openLine;
    private boolean partOfName;
    private boolean label;

    StatementShape(SqlLexicon lexicon) {
        this.programs = lexicon.programs();
        this.parenthesesHold = lexicon.has(Trait.PARENTHESES_HOLD_SEMICOLONS);
        this.undecided = !programs.isEmpty();
        this.states = new long[programs.size()];
        for (int i = 0; i < states.length; i++) {
            states[i] = programs.get(i).head().start();
        }
    }

    boolean isProgram() {
        return program != null;
    }

    boolean is(Body some) {
        return program != null && program.body() == some;
    }

    /** Whether words still matter. */
    boolean wantsWords() {
        return undecided || body.wantsWords();
    }

    /** Whether a semicolon here ends nothing. */
    boolean holdsSemicolon() {
        return (parenthesesHold && parentheses > 0) || body.holds() || endsBySlash();
    }

    /** Whether only a line of a single slash ends it. */
    boolean endsBySlash() {
        return is(Body.UNTIL_SLASH) || is(Body.QUERY_UNTIL_SLASH) || is(Body.FOREIGN_UNTIL_SLASH);
    }

    /** What is open and should not be when the statement ends; empty when nothing is. */
    String open() {
        return parenthesesHold && parentheses > 0 ? "parenthesis" : body.open();
    }

    /** The line on which {@link #open()} opened, as far as it is known. */
    int openLine(int statementLine) {
        return parenthesesHold && parentheses > 0 ? openLine : statementLine;
    }

    void word(String word) {
        if (partOfName || label) {
            partOfName = false;
            return;
        }
        if (undecided) {
            head(word);
        } else {
            body.word(word);
        }
    }

    /** A quoted run that begins so. */
    void quoted(char opening) {
        if (!partOfName) {
            if (undecided) {
                head("\"");
            } else {
                body.symbol(opening);
            }
        }
        partOfName = false;
    }

    /** A character that is neither blank nor part of a word or a quoted run. */
    void symbol(char c, int line) {
        partOfName = c == '.' || c == '@';
        label = label ? c != '>' : c == '<' && first.isEmpty();
        if (c == '(') {
            openLine = parentheses == 0 ? line : openLine;
            parentheses++;
        } else if (c == ')') {
            parentheses = Math.max(0, parentheses - 1);
        }
        body.symbol(c);
    }

    void heldSemicolon() {
        body.semicolon();
    }

    private void head(String word) {
        if (parentheses > 0) {
            return;
        }
        first = first.isEmpty() ? word : first;
        undecided = false;
        for (int i = 0; i < states.length; i++) {
            states[i] = programs.get(i).head().step(states[i], word);
            if (programs.get(i).head().isMatch(states[i])) {
                decide(programs.get(i));
                return;
            }
            undecided |= states[i] != 0;
        }
    }

    private void decide(Program found) {
        program = found;
        undecided = false;
        body = switch (found.body()) {
            case ATOMIC -> new AtomicBody();
            case COMPOUND -> new CompoundBody();
            case COMPOUND_BLOCK -> CompoundBody.openedBy(first);
            case COMPOUND_PACKAGE -> CompoundBody.ofPackage();
            case UNTIL_SLASH, QUERY_UNTIL_SLASH, FOREIGN_UNTIL_SLASH, INLINE_DATA -> ProgramBody.NONE;
        };
    }
}
