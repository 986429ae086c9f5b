package io.dbops.migration.statement;

import io.dbops.migration.statement.ObjectChange.Action;
import io.dbops.migration.statement.StatementReading.Trait;
import io.dbops.spi.sql.SqlLexicon;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the heads of statements: verb, kind, names. The grammar is what PostgreSQL, MySQL, MariaDB, H2 and Oracle share;
 * what it does not know it says to be incomplete, and never guesses.
 */
public final class StatementReader {

    /** So many tokens may stand between CREATE and the kind: {@code DEFINER = user@host SQL SECURITY DEFINER}. */
    private static final int MOST_MODIFIERS = 16;

    private static final Set<ObjectKind> ON_A_TABLE =
            EnumSet.of(ObjectKind.INDEX, ObjectKind.TRIGGER, ObjectKind.RULE, ObjectKind.POLICY);

    private final TokenCursor cursor;
    private final List<ObjectChange> changes = new ArrayList<>();
    private final List<StatementReading.Alteration> alterations = new ArrayList<>();
    private final Set<Trait> traits = EnumSet.noneOf(Trait.class);

    private StatementReader(String text, SqlLexicon lexicon) {
        this.cursor = new TokenCursor(text, lexicon);
    }

    /** Reads one statement, without its terminator. Never fails: what is not recognised has no changes. */
    public static StatementReading read(String text, SqlLexicon lexicon) {
        StatementReader reader = new StatementReader(text, lexicon);
        reader.statement();
        return reader.changes.isEmpty()
                ? StatementReading.NOTHING
                : new StatementReading(reader.changes, reader.alterations, reader.traits);
    }

    private void statement() {
        Token verb = cursor.take();
        switch (verb.type() == Token.Type.WORD ? verb.text() : "") {
            case "CREATE" -> create();
            case "ALTER" -> alter();
            case "DROP" -> drop();
            case "RENAME" -> renameTables();
            case "TRUNCATE" -> truncate();
            case "COMMENT" -> comment();
            case "INSERT", "REPLACE", "MERGE" -> {
                if (cursor.skipTo("INTO")) {
                    cursor.take();
                    write();
                }
            }
            case "DELETE" -> {
                if (cursor.skipTo("FROM")) {
                    cursor.take();
                    write();
                }
            }
            case "UPDATE", "COPY" -> write();
            case "LOAD" -> {
                if (cursor.skipTo("INTO")) {
                    cursor.take();
                    cursor.accept("TABLE");
                    write();
                }
            }
            default -> traits.add(Trait.INCOMPLETE);
        }
    }

    private void write() {
        cursor.acceptAny("ONLY", "LOW_PRIORITY", "IGNORE");
        add(Action.WRITE, ObjectKind.TABLE, cursor.name(), null);
    }

    private void add(Action action, ObjectKind kind, @Nullable ObjectName name, @Nullable ObjectName other) {
        if (name == null) {
            traits.add(Trait.INCOMPLETE);
        } else {
            changes.add(new ObjectChange(action, kind, name, other));
        }
    }

    private void create() {
        ObjectKind kind = modifiersAndKind();
        if (kind == null) {
            return;
        }
        if (cursor.accept("CONCURRENTLY")) {
            traits.add(Trait.CONCURRENTLY);
        }
        condition();
        boolean nameless = kind == ObjectKind.INDEX && cursor.wordsAhead(0, "ON");
        ObjectName name = nameless ? null : cursor.name();
        condition();
        if (nameless) {
            add(Action.ALTER, ObjectKind.TABLE, table(), null);
            traits.add(Trait.INCOMPLETE);
        } else {
            add(Action.CREATE, kind, name, ON_A_TABLE.contains(kind) ? table() : null);
        }
    }

    /** The kind behind CREATE's modifiers, or {@code null}. */
    private @Nullable ObjectKind modifiersAndKind() {
        for (int i = 0; i < MOST_MODIFIERS && !cursor.atEnd(); i++) {
            ObjectKind kind = kind();
            if (kind != null) {
                return kind;
            }
            if (cursor.accept("OR", "REPLACE")) {
                traits.add(Trait.REPLACES);
            } else if (cursor.acceptAny("TEMP", "TEMPORARY")) {
                traits.add(Trait.TEMPORARY);
            } else {
                cursor.take();
            }
        }
        traits.add(Trait.INCOMPLETE);
        return null;
    }

    private @Nullable ObjectKind kind() {
        for (ObjectKind.Spelling spelling : ObjectKind.spellings()) {
            // MariaDB's CREATE AGGREGATE FUNCTION makes a function
            boolean adjective = spelling.kind() == ObjectKind.AGGREGATE && cursor.wordsAhead(1, "FUNCTION");
            if (!adjective && cursor.accept(spelling.words().toArray(String[]::new))) {
                return spelling.kind();
            }
        }
        return null;
    }

    private void condition() {
        if (cursor.accept("IF", "NOT", "EXISTS") || cursor.accept("IF", "EXISTS")) {
            traits.add(Trait.CONDITIONAL);
        }
    }

    /** The table behind ON, of an index or trigger. */
    private @Nullable ObjectName table() {
        if (!cursor.skipTo("ON")) {
            return null;
        }
        cursor.take();
        cursor.accept("ONLY");
        return cursor.name();
    }

    private void alter() {
        cursor.acceptAny("ONLINE", "OFFLINE", "IGNORE");
        ObjectKind kind = kind();
        if (kind == null) {
            traits.add(Trait.INCOMPLETE);
            return;
        }
        condition();
        cursor.accept("ONLY");
        ObjectName name = cursor.name();
        cursor.acceptSign("*");
        if (name == null) {
            traits.add(Trait.INCOMPLETE);
        } else if (kind != ObjectKind.TABLE && cursor.accept("RENAME", "TO")) {
            add(Action.RENAME, kind, name, cursor.name());
        } else if (kind == ObjectKind.TABLE) {
            alterTable(name);
        } else {
            add(Action.ALTER, kind, name, ON_A_TABLE.contains(kind) ? table() : null);
            traits.add(Trait.INCOMPLETE);
        }
    }

    private void alterTable(ObjectName table) {
        AlterTableReader actions = new AlterTableReader(cursor);
        actions.read();
        traits.addAll(actions.traits());
        alterations.addAll(actions.alterations());
        if (actions.newName() == null) {
            add(Action.ALTER, ObjectKind.TABLE, table, null);
        } else {
            add(Action.RENAME, ObjectKind.TABLE, table, actions.newName());
        }
    }

    private void drop() {
        if (cursor.acceptAny("TEMPORARY", "TEMP")) {
            traits.add(Trait.TEMPORARY);
        }
        ObjectKind kind = kind();
        if (kind == null) {
            traits.add(Trait.INCOMPLETE);
            return;
        }
        if (cursor.accept("CONCURRENTLY")) {
            traits.add(Trait.CONCURRENTLY);
        }
        condition();
        if (ON_A_TABLE.contains(kind)) {
            ObjectName first = cursor.name();
            if (cursor.accept("ON")) {
                add(Action.DROP, kind, first, cursor.name());
            } else {
                add(Action.DROP, kind, first, null);
                moreNames(Action.DROP, kind);
            }
        } else {
            names(Action.DROP, kind);
        }
        while (!cursor.atEnd()) {
            if (cursor.take().isWord("CASCADE")) {
                traits.add(Trait.CASCADES);
            }
        }
    }

    private void names(Action action, ObjectKind kind) {
        add(action, kind, cursor.name(), null);
        moreNames(action, kind);
    }

    private void moreNames(Action action, ObjectKind kind) {
        while (true) {
            if (cursor.peek(0).isSign("(")) {
                cursor.take();
                cursor.skipTo(")");
                cursor.take();
            }
            if (!cursor.acceptSign(",")) {
                return;
            }
            add(action, kind, cursor.name(), null);
        }
    }

    /** MySQL's {@code RENAME TABLE a TO b, c TO d}. */
    private void renameTables() {
        if (!cursor.acceptAny("TABLE", "TABLES")) {
            traits.add(Trait.INCOMPLETE);
            return;
        }
        condition();
        do {
            ObjectName from = cursor.name();
            condition();
            ObjectName to = cursor.accept("TO") ? cursor.name() : null;
            if (to == null) {
                traits.add(Trait.INCOMPLETE);
                return;
            }
            add(Action.RENAME, ObjectKind.TABLE, from, to);
        } while (cursor.acceptSign(","));
    }

    private void truncate() {
        cursor.accept("TABLE");
        cursor.accept("ONLY");
        names(Action.TRUNCATE, ObjectKind.TABLE);
        while (!cursor.atEnd()) {
            if (cursor.take().isWord("CASCADE")) {
                traits.add(Trait.CASCADES);
            }
        }
    }

    private void comment() {
        cursor.accept("ON");
        ObjectKind kind = kind();
        if (kind == null) {
            traits.add(Trait.INCOMPLETE);
        } else {
            ObjectName name = cursor.name();
            add(Action.COMMENT, kind, name, ON_A_TABLE.contains(kind) && cursor.accept("ON") ? cursor.name() : null);
        }
    }
}
