package io.dbops.migration.script;

import io.dbops.spi.sql.SqlLexicon;
import io.dbops.spi.sql.SqlLexicon.Trait;
import java.util.Set;

/**
 * Watches the words of one statement and knows when a semicolon is inside it: in the body of a stored program, in a rule's
 * parentheses.
 */
final class ProgramBody {

    private static final Set<String> PROGRAMS = Set.of("FUNCTION", "PROCEDURE", "TRIGGER", "EVENT", "PACKAGE", "TYPE");
    private static final Set<String> ATOMIC_PROGRAMS = Set.of("FUNCTION", "PROCEDURE");
    private static final Set<String> CLOSED_BY_NAME = Set.of("IF", "LOOP", "WHILE", "REPEAT", "FOR");
    private static final int HEAD_WORDS = 12;

    private final boolean compound;
    private final boolean atomic;
    private int words;
    private boolean create;
    private boolean program;
    private boolean atomicProgram;
    private boolean rule;
    private boolean copy;
    private boolean copyFrom;
    private boolean copyFromStdin;
    private String before = "";
    private boolean entered;
    private int depth;
    private int parentheses;

    ProgramBody(SqlLexicon lexicon) {
        this.compound = lexicon.has(Trait.COMPOUND_BODIES);
        this.atomic = lexicon.has(Trait.BEGIN_ATOMIC_BODIES);
    }

    /** Whether a semicolon here ends nothing. */
    boolean isOpen() {
        return depth > 0 || (rule && parentheses > 0);
    }

    /** Whether this is {@code COPY ... FROM stdin}, whose data follow. */
    boolean isCopyFromStdin() {
        return copyFromStdin;
    }

    /** A character between words: whatever is no blank parts END from what follows it. */
    void between(char c) {
        if (c == '(' || c == ')') {
            parentheses = Math.max(0, parentheses + (c == '(' ? 1 : -1));
        }
        if (!Character.isWhitespace(c)) {
            before = "";
        }
    }

    void word(String word) {
        words++;
        head(word);
        if (entered) {
            inside(word);
        } else if (opens(word)) {
            entered = true;
            depth = 1;
        }
        before = word;
    }

    private void head(String word) {
        if (words == 1) {
            create = word.equals("CREATE");
            copy = word.equals("COPY");
        } else if (create && words <= HEAD_WORDS && !program && parentheses == 0) {
            program = PROGRAMS.contains(word);
            atomicProgram = ATOMIC_PROGRAMS.contains(word);
            rule = rule || word.equals("RULE");
        } else if (copy && parentheses == 0) {
            copyFromStdin = copyFromStdin || (copyFrom && word.equals("STDIN"));
            copyFrom = word.equals("FROM");
        }
    }

    private boolean opens(String word) {
        if (word.equals("ATOMIC")) {
            return atomic && atomicProgram && before.equals("BEGIN");
        }
        if (word.equals("NOT")) {
            // MariaDB's anonymous block, BEGIN NOT ATOMIC ... END; a bare BEGIN starts a transaction
            return compound && words == 2 && before.equals("BEGIN");
        }
        return compound && program && word.equals("BEGIN");
    }

    private void inside(String word) {
        boolean afterEnd = before.equals("END");
        if (word.equals("BEGIN") || (word.equals("CASE") && !afterEnd)) {
            depth++;
        } else if (word.equals("END")) {
            depth--;
        } else if (afterEnd && CLOSED_BY_NAME.contains(word)) {
            // IF, LOOP and the like were not counted when they opened: IF() is also a function
            depth++;
        }
    }
}
