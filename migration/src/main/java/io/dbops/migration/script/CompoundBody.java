package io.dbops.migration.script;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/**
 * The stored-program language of MySQL and MariaDB, with MariaDB's Oracle mode. It tells IF the statement from IF the
 * function, and CASE the statement from CASE the expression, by whether a statement can begin where the word stands.
 */
final class CompoundBody implements ProgramBody {

    private enum Frame {
        BLOCK,
        /** Between AS or DECLARE and the BEGIN that turns it into a block. */
        DECLARATIONS,
        PACKAGE,
        IF,
        CASE,
        CASE_EXPRESSION,
        LOOP,
        WHILE,
        FOR,
        REPEAT
    }

    /** First words of statements that are a whole body by themselves. */
    private static final Set<String> SIMPLE = Set.of(
            "ALTER",
            "ANALYZE",
            "CALL",
            "CHECK",
            "CHECKSUM",
            "COMMIT",
            "CREATE",
            "DELETE",
            "DO",
            "DROP",
            "EXECUTE",
            "EXPLAIN",
            "FLUSH",
            "GET",
            "GRANT",
            "HANDLER",
            "INSERT",
            "KILL",
            "LOAD",
            "LOCK",
            "OPTIMIZE",
            "PREPARE",
            "RENAME",
            "REPAIR",
            "REPLACE",
            "RESET",
            "RESIGNAL",
            "RETURN",
            "REVOKE",
            "ROLLBACK",
            "SELECT",
            "SET",
            "SHOW",
            "SIGNAL",
            "START",
            "TRUNCATE",
            "UNLOCK",
            "UPDATE",
            "VALUES",
            "WITH",
            "XA");

    /** What stands before SET where it is a type or a character set. */
    private static final Set<String> NO_STATEMENT_AFTER = Set.of("CHARACTER", "RETURNS");

    private final Deque<Frame> frames = new ArrayDeque<>();
    /** Between the head and a body; what opens a frame may come anywhere there. */
    private boolean header = true;

    private boolean statementStart;
    private boolean handler;
    private boolean subprogram;
    private boolean until;
    private boolean afterEnd;
    private boolean label;
    private int parentheses;
    private String before = "";
    private String first = "";

    /** A body that follows. */
    CompoundBody() {}

    /** A body that the word opens. */
    static CompoundBody openedBy(String word) {
        CompoundBody body = new CompoundBody();
        body.statementStart = true;
        if (word.equals("DECLARE")) {
            body.push(Frame.DECLARATIONS, true);
        } else {
            body.word(word);
        }
        return body;
    }

    static CompoundBody ofPackage() {
        CompoundBody body = new CompoundBody();
        body.push(Frame.PACKAGE, true);
        return body;
    }

    @Override
    public boolean holds() {
        return !frames.isEmpty();
    }

    @Override
    public String open() {
        Frame frame = frames.peek();
        return frame == null ? "" : "compound statement (" + frame.name().replace('_', ' ') + ")";
    }

    @Override
    public void word(String word) {
        if (label) {
            return;
        }
        boolean skipped = afterEnd;
        afterEnd = false;
        if (!skipped) {
            read(word);
        }
        before = word;
    }

    @Override
    public void symbol(char c) {
        afterEnd = false;
        if (c == '.' || c == '@') {
            return;
        }
        boolean firstWordOnly = !before.isEmpty() && before.equals(first);
        switch (c) {
            case '(' -> parentheses++;
            case ')' -> parentheses = Math.max(0, parentheses - 1);
            default -> {
                // no parenthesis
            }
        }
        if (c == '<' || c == '>') {
            // <<label>> leaves the place where a statement begins
            label = statementStart && c == '<';
        } else {
            statementStart = c == ':' && firstWordOnly;
        }
        before = "";
        if (c == '`' || c == '"') {
            named();
        }
    }

    @Override
    public void semicolon() {
        begin();
        afterEnd = false;
        subprogram = false;
    }

    /** A quoted name may be a label. */
    private void named() {
        before = "\"";
        first = first.isEmpty() ? before : first;
    }

    private void begin() {
        statementStart = true;
        handler = false;
        until = false;
        before = "";
        first = "";
    }

    private void read(String word) {
        boolean opens = statementStart || handler || (header && parentheses == 0);
        boolean atStart = statementStart;
        statementStart = false;
        if (first.isEmpty()) {
            first = word;
        }
        switch (word) {
            case "BEGIN" -> block(opens);
            case "IF" -> pushIf(opens, Frame.IF, false);
            case "CASE" -> pushCase(opens);
            case "WHILE" -> pushIf(opens, Frame.WHILE, false);
            case "FOR" -> pushIf(opens && !before.equals("HANDLER"), Frame.FOR, false);
            case "REPEAT" -> pushIf(opens, Frame.REPEAT, true);
            case "LOOP", "DO" -> loop(word, opens, atStart);
            case "THEN", "ELSE" -> statementStart(frames.peek() != Frame.CASE_EXPRESSION);
            case "UNTIL" -> until = true;
            case "END" -> end(atStart);
            case "HANDLER" -> handler = first.equals("DECLARE");
            case "PROCEDURE", "FUNCTION" -> subprogram |= atStart && declares();
            case "AS", "IS" -> declarations();
            default -> simple(word);
        }
    }

    private void block(boolean opens) {
        if (opens && declares() && !subprogram) {
            frames.pop();
            push(Frame.BLOCK, true);
        } else if (opens || subprogram) {
            push(Frame.BLOCK, true);
        }
        subprogram = false;
    }

    private void pushCase(boolean opens) {
        if (opens) {
            push(Frame.CASE, false);
        } else if (!frames.isEmpty()) {
            push(Frame.CASE_EXPRESSION, false);
        }
    }

    private void loop(String word, boolean opens, boolean atStart) {
        Frame frame = frames.peek();
        if (!atStart && (frame == Frame.WHILE || frame == Frame.FOR)) {
            statementStart(true);
        } else if (word.equals("LOOP")) {
            pushIf(opens, Frame.LOOP, true);
        } else {
            simple(word);
        }
    }

    private void end(boolean atStart) {
        Frame frame = frames.peek();
        boolean expression = frame == Frame.CASE_EXPRESSION;
        if (frame != null && (atStart || expression || (frame == Frame.REPEAT && until))) {
            frames.pop();
            afterEnd = !expression;
            until = until && expression;
        }
    }

    private void declarations() {
        if ((header || subprogram) && parentheses == 0) {
            push(Frame.DECLARATIONS, true);
            subprogram = false;
        } else {
            statementStart(frames.peek() == Frame.PACKAGE && !subprogram);
        }
    }

    private void simple(String word) {
        if (SIMPLE.contains(word) && !NO_STATEMENT_AFTER.contains(before)) {
            header = false;
            handler = false;
        }
    }

    private boolean declares() {
        return frames.peek() == Frame.DECLARATIONS || frames.peek() == Frame.PACKAGE;
    }

    private void pushIf(boolean opens, Frame frame, boolean statementFollows) {
        if (opens) {
            push(frame, statementFollows);
        }
    }

    private void push(Frame frame, boolean statementFollows) {
        frames.push(frame);
        header = false;
        handler = false;
        statementStart(statementFollows);
    }

    private void statementStart(boolean follows) {
        if (follows) {
            begin();
        }
    }
}
