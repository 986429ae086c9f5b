package io.dbops.migration.script;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.ScriptResource;
import io.dbops.spi.sql.SqlLexicon;
import io.dbops.spi.sql.StatementRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What one reading of a script found out, without its texts. Immutable. */
public final class ParsedScript {

    private static final Set<String> LEAVE_SESSION_ALONE =
            Set.of("CREATE", "ALTER", "DROP", "INSERT", "UPDATE", "DELETE", "MERGE", "TRUNCATE", "COMMENT", "GRANT");

    /** Of {@link #checksum()}; stored beside each checksum, so that another algorithm can follow. */
    public static final int CHECKSUM_VERSION = 1;

    private final String checksum;
    private final List<String> digests;
    private final List<StatementUnit> units;
    private final boolean outsideTransaction;
    private final boolean sessionKept;

    private ParsedScript(
            List<String> digests, List<StatementUnit> units, boolean outsideTransaction, boolean sessionKept) {
        this.checksum = Digests.of(String.join("\n", digests) + "\n");
        this.digests = List.copyOf(digests);
        this.units = List.copyOf(units);
        this.outsideTransaction = outsideTransaction;
        this.sessionKept = sessionKept;
    }

    /**
     * Reads the script once.
     *
     * @param ownTransactions whether it may begin and end transactions itself; otherwise that is an error
     */
    public static ParsedScript read(
            ScriptResource resource, SqlLexicon lexicon, boolean sectioned, boolean ownTransactions) {
        StatementRules rules = lexicon.rules();
        List<String> digests = new ArrayList<>();
        boolean outside = false;
        boolean kept = true;
        UnitBuilder units = new UnitBuilder(resource.name(), rules);
        try (ScriptSplitter splitter = ScriptSplitter.open(resource, lexicon, sectioned)) {
            for (Optional<SqlStatement> next = splitter.next(); next.isPresent(); next = splitter.next()) {
                SqlStatement statement = next.get();
                if (!ownTransactions && rules.isTransactionControl(statement.leadingWords())) {
                    throw controlsTransaction(resource, statement);
                }
                outside |= rules.runsOutsideTransaction(statement.leadingWords());
                kept &= !statement.leadingWords().isEmpty()
                        && LEAVE_SESSION_ALONE.contains(statement.leadingWords().get(0));
                digests.add(statement.digest());
                units.add(statement);
            }
        }
        if (digests.isEmpty()) {
            throw ScriptError.at(resource.name(), 1, "the script holds no statement", "Write one, or remove the file.");
        }
        return new ParsedScript(digests, units.finish(), outside, kept);
    }

    /** SHA-256 over the digests of the statements, in order. */
    public String checksum() {
        return checksum;
    }

    /** Whether a later reading finds the same statement at that place, counted from 1. */
    public boolean isStatement(int number, SqlStatement statement) {
        return number <= digests.size() && digests.get(number - 1).equals(statement.digest());
    }

    /** What the journal counts, in order. */
    public List<StatementUnit> units() {
        return units;
    }

    /** Whether a statement is among them that the database refuses inside a transaction. */
    public boolean runsOutsideTransaction() {
        return outsideTransaction;
    }

    /** Whether no statement can have changed a setting of the session, as far as their first words tell. */
    public boolean keepsSession() {
        return sessionKept;
    }

    private static DbOpsException controlsTransaction(ScriptResource resource, SqlStatement statement) {
        String word = statement.leadingWords().get(0);
        return DbOpsException.of(
                        ErrorCode.MIGRATION_INVALID,
                        resource.name() + ":" + statement.line() + ": " + word
                                + " would begin or end a transaction, which is the engine's business")
                .with("script", resource.location())
                .hint("Remove it, or add the header comment '-- transaction: none'.")
                .build();
    }

    /** Groups statements: what stands between a script's own BEGIN and COMMIT is one unit. */
    private static final class UnitBuilder {
        private final String script;
        private final StatementRules rules;
        private final List<StatementUnit> units = new ArrayList<>();
        private final List<SqlStatement> open = new ArrayList<>();

        UnitBuilder(String script, StatementRules rules) {
            this.script = script;
            this.rules = rules;
        }

        void add(SqlStatement statement) {
            List<String> words = statement.leadingWords();
            boolean control = rules.isTransactionControl(words);
            open.add(statement);
            boolean begins = control && open.size() == 1 && StatementUnit.begins(words);
            boolean inside = open.size() > 1 && !(control && StatementUnit.ends(words));
            if (!begins && !inside) {
                units.add(StatementUnit.of(open, rules));
                open.clear();
            }
        }

        List<StatementUnit> finish() {
            if (!open.isEmpty()) {
                throw ScriptError.at(
                        script,
                        open.get(0).line(),
                        "the transaction that begins here is never ended",
                        "Add COMMIT, or remove the statement that begins it.");
            }
            return units;
        }
    }
}
