package io.dbops.migration.script;

import io.dbops.spi.sql.StatementRules;
import java.util.List;
import java.util.Set;

/**
 * The statements that are applied together and that the journal counts as one: nearly always one statement.
 *
 * @param first how many statements come before it
 * @param statements how many it has
 * @param line of the first
 * @param digest of all, as they run
 * @param kind how it behaves
 */
public record StatementUnit(int first, int statements, int line, String digest, Kind kind) {

    /** How a unit behaves when it is cut off or run again. */
    public enum Kind {
        /** Changes the session only; is run again when a migration is resumed. */
        SESSION,
        /** Undone by a rollback, says the dialect. */
        TRANSACTIONAL,
        /** Refused inside a transaction, says the dialect. */
        OUTSIDE_TRANSACTION,
        /** The script's own transaction, all of which a rollback undoes, says the dialect. */
        OWN_TRANSACTION,
        /** The script's own transaction; whether a rollback undoes all of it depends on the database. */
        MIXED_TRANSACTION,
        /** Calls code that may commit by itself, which only works outside a transaction. */
        CALL,
        /** Neither: whether a rollback undoes it depends on the database. */
        OTHER
    }

    private static final Set<String> SESSION_WORDS = Set.of("SET", "USE");
    private static final Set<String> CALL_WORDS = Set.of("CALL", "DO");
    private static final Set<String> BEGIN_WORDS = Set.of("BEGIN", "START");
    private static final Set<String> END_WORDS = Set.of("COMMIT", "END", "ROLLBACK", "ABORT");
    private static final Set<String> COMMIT_WORDS = Set.of("COMMIT", "END");

    /** Whether it begins or ends a transaction itself; a program's BEGIN does not. */
    static boolean controlsTransaction(SqlStatement statement, StatementRules rules) {
        return !statement.program() && rules.isTransactionControl(statement.leadingWords());
    }

    static boolean begins(List<String> words) {
        return BEGIN_WORDS.contains(words.get(0));
    }

    static boolean ends(List<String> words) {
        boolean toSavepoint = words.get(0).equals("ROLLBACK") && words.contains("TO");
        return END_WORDS.contains(words.get(0)) && !toSavepoint;
    }

    /** Whether it ends a transaction so that its changes stay. */
    public static boolean commits(List<String> words) {
        return !words.isEmpty() && COMMIT_WORDS.contains(words.get(0));
    }

    /** Whether it is the script's own transaction, or a statement that begins or ends one. */
    public boolean isOwnTransaction() {
        return kind == Kind.OWN_TRANSACTION || kind == Kind.MIXED_TRANSACTION;
    }

    /** That of a unit of one statement. */
    static Kind kind(SqlStatement statement, StatementRules rules) {
        List<String> words = statement.leadingWords();
        if (controlsTransaction(statement, rules)) {
            return Kind.OWN_TRANSACTION;
        }
        if (rules.runsOutsideTransaction(words)) {
            return Kind.OUTSIDE_TRANSACTION;
        }
        if (rules.isTransactional(words)) {
            return Kind.TRANSACTIONAL;
        }
        if (!words.isEmpty() && CALL_WORDS.contains(words.get(0))) {
            return Kind.CALL;
        }
        boolean session = !words.isEmpty() && SESSION_WORDS.contains(words.get(0));
        return session ? Kind.SESSION : Kind.OTHER;
    }
}
