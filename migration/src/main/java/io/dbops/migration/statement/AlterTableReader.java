package io.dbops.migration.statement;

import io.dbops.migration.statement.ObjectChange.Action;
import io.dbops.migration.statement.StatementReading.Alteration;
import io.dbops.migration.statement.StatementReading.Trait;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the actions of one ALTER TABLE, from behind the table's name to the end. */
final class AlterTableReader {

    private static final Set<String> UNNAMED =
            Set.of("PRIMARY", "FOREIGN", "CHECK", "EXCLUDE", "PARTITION", "PERIOD", "SYSTEM");
    private static final Set<String> MOVE_ROWS = Set.of("EXCHANGE", "TRUNCATE", "DISCARD", "IMPORT");
    private static final Set<String> INDEXES = Set.of("INDEX", "KEY", "UNIQUE", "FULLTEXT", "SPATIAL");

    private final TokenCursor cursor;
    private final List<Alteration> alterations = new ArrayList<>();
    private final Set<Trait> traits = EnumSet.noneOf(Trait.class);
    private @Nullable ObjectName newName;

    AlterTableReader(TokenCursor cursor) {
        this.cursor = cursor;
    }

    List<Alteration> alterations() {
        return alterations;
    }

    Set<Trait> traits() {
        return traits;
    }

    /** Of a table that is renamed. */
    @Nullable
    ObjectName newName() {
        return newName;
    }

    void read() {
        do {
            action();
        } while (cursor.skipTo(",") && cursor.acceptSign(","));
    }

    private void action() {
        if (cursor.accept("ADD")) {
            add();
        } else if (cursor.accept("DROP")) {
            drop();
        } else if (cursor.accept("RENAME")) {
            rename();
        } else {
            if (word(MOVE_ROWS)) {
                traits.add(Trait.MOVES_ROWS);
            }
            traits.add(Trait.INCOMPLETE);
        }
    }

    private void add() {
        if (cursor.accept("CONSTRAINT")) {
            condition();
            boolean unnamed = cursor.peek(0).type() == Token.Type.WORD
                    && (UNNAMED.contains(cursor.peek(0).text())
                            || cursor.peek(0).isWord("UNIQUE"));
            part(Action.CREATE, ObjectKind.CONSTRAINT, unnamed ? null : cursor.name());
        } else if (word(INDEXES)) {
            cursor.take();
            cursor.acceptAny("INDEX", "KEY");
            condition();
            boolean unnamed = cursor.wordsAhead(0, "USING") || cursor.wordsAhead(0, "NULLS");
            part(Action.CREATE, ObjectKind.INDEX, unnamed ? null : cursor.name());
        } else if (word(UNNAMED)) {
            traits.add(Trait.INCOMPLETE);
        } else {
            cursor.accept("COLUMN");
            condition();
            if (cursor.acceptSign("(")) {
                columns();
            } else {
                part(Action.CREATE, ObjectKind.COLUMN, cursor.name());
            }
        }
    }

    /** {@code ADD (a INT, b INT)}, as MySQL, H2 and Oracle have it. */
    private void columns() {
        do {
            if (word(UNNAMED) || word(INDEXES) || cursor.wordsAhead(0, "CONSTRAINT")) {
                traits.add(Trait.INCOMPLETE);
            } else {
                part(Action.CREATE, ObjectKind.COLUMN, cursor.name());
            }
        } while (toCommaInParentheses());
        cursor.acceptSign(")");
    }

    private boolean toCommaInParentheses() {
        int depth = 0;
        while (!cursor.atEnd()) {
            Token token = cursor.peek(0);
            if (depth == 0 && token.isSign(")")) {
                return false;
            }
            cursor.take();
            if (depth == 0 && token.isSign(",")) {
                return true;
            }
            depth += token.isSign("(") ? 1 : token.isSign(")") ? -1 : 0;
        }
        return false;
    }

    private void drop() {
        ObjectKind kind = ObjectKind.COLUMN;
        if (cursor.acceptAny("CONSTRAINT", "CHECK") || cursor.accept("FOREIGN", "KEY")) {
            kind = ObjectKind.CONSTRAINT;
        } else if (cursor.acceptAny("INDEX", "KEY")) {
            kind = ObjectKind.INDEX;
        } else if (word(UNNAMED)) {
            traits.add(Trait.INCOMPLETE);
            return;
        } else {
            cursor.accept("COLUMN");
        }
        condition();
        part(Action.DROP, kind, cursor.name());
    }

    private void rename() {
        if (cursor.acceptAny("TO", "AS")) {
            newName = cursor.name();
            return;
        }
        ObjectKind kind = ObjectKind.COLUMN;
        if (cursor.accept("CONSTRAINT")) {
            kind = ObjectKind.CONSTRAINT;
        } else if (cursor.acceptAny("INDEX", "KEY")) {
            kind = ObjectKind.INDEX;
        } else {
            cursor.accept("COLUMN");
        }
        condition();
        ObjectName from = cursor.name();
        ObjectName to = cursor.accept("TO") ? cursor.name() : null;
        if (from == null) {
            traits.add(Trait.INCOMPLETE);
        } else if (to == null && kind == ObjectKind.COLUMN && cursor.peek(0).type() == Token.Type.END) {
            // MySQL's RENAME new, without TO
            newName = from;
        } else if (to == null) {
            traits.add(Trait.INCOMPLETE);
        } else {
            alterations.add(new Alteration(Action.RENAME, kind, from, to));
        }
    }

    private void part(Action action, ObjectKind kind, @Nullable ObjectName name) {
        if (name == null) {
            traits.add(Trait.INCOMPLETE);
        } else {
            alterations.add(new Alteration(action, kind, name, null));
        }
    }

    private void condition() {
        if (cursor.accept("IF", "NOT", "EXISTS") || cursor.accept("IF", "EXISTS")) {
            traits.add(Trait.CONDITIONAL);
        }
    }

    private boolean word(Set<String> words) {
        return cursor.peek(0).type() == Token.Type.WORD
                && words.contains(cursor.peek(0).text());
    }
}
