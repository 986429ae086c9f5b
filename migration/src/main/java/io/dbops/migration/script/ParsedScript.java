package io.dbops.migration.script;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.migration.statement.ObjectChange;
import io.dbops.migration.statement.StatementReader;
import io.dbops.migration.statement.StatementReading;
import io.dbops.spi.ScriptResource;
import io.dbops.spi.sql.SqlLexicon;
import io.dbops.spi.sql.StatementRules;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What one reading of a script found out, without its texts. Immutable. */
public final class ParsedScript {

    private static final Set<String> LEAVE_SESSION_ALONE =
            Set.of("CREATE", "ALTER", "DROP", "INSERT", "UPDATE", "DELETE", "MERGE", "TRUNCATE", "COMMENT", "GRANT");

    /** Of {@link #checksum()}; stored beside each checksum, so that another algorithm can follow. */
    public static final int CHECKSUM_VERSION = 1;

    private static final int MOST_AFFECTED = 1000;

    /** More of them are rather committed one by one than held in one long transaction, where the journal can resume them. */
    private static final int MOST_IN_ONE_TRANSACTION = 100;

    private final String checksum;
    private final DigestList digests;
    private final Map<Integer, String> dataDigests;
    private final List<StatementUnit> units;
    private final boolean outsideTransaction;
    private final boolean undone;
    private final boolean sessionKept;
    private final boolean down;
    private final List<String> affectedObjects;
    private final List<StatementReading> readings;

    private ParsedScript(
            String checksum,
            DigestList digests,
            Map<Integer, String> dataDigests,
            UnitList units,
            boolean outsideTransaction,
            boolean sessionKept,
            boolean down,
            Set<String> affectedObjects,
            List<StatementReading> readings) {
        this.checksum = checksum;
        this.digests = digests;
        this.dataDigests = Map.copyOf(dataDigests);
        this.units = Collections.unmodifiableList(units);
        this.undone = units.size() <= MOST_IN_ONE_TRANSACTION && units.areAll(StatementUnit.Kind.TRANSACTIONAL);
        this.outsideTransaction = outsideTransaction;
        this.sessionKept = sessionKept;
        this.down = down;
        this.affectedObjects = List.copyOf(affectedObjects);
        this.readings = List.copyOf(readings);
    }

    /**
     * Reads the script once.
     *
     * @param ownTransactions whether it may begin and end transactions itself; otherwise that is an error
     */
    public static ParsedScript read(
            ScriptResource resource, SqlLexicon lexicon, ScriptFormat format, boolean ownTransactions) {
        StatementRules rules = lexicon.rules();
        MessageDigest checksum = Digests.sha256();
        DigestList digests = new DigestList();
        Map<Integer, String> dataDigests = new HashMap<>();
        boolean outside = false;
        boolean kept = true;
        boolean down = false;
        Set<String> affected = new LinkedHashSet<>();
        List<StatementReading> readings = new ArrayList<>();
        Map<Integer, String> appliedDigests = new HashMap<>();
        UnitBuilder units = new UnitBuilder(resource.name(), rules, new UnitList(digests, appliedDigests, dataDigests));
        try (ScriptSplitter splitter = ScriptSplitter.open(resource, lexicon, format)) {
            for (Optional<SqlStatement> next = splitter.next(); next.isPresent(); next = splitter.next()) {
                SqlStatement statement = next.get();
                if (!ownTransactions && StatementUnit.controlsTransaction(statement, rules)) {
                    throw controlsTransaction(resource, statement);
                }
                outside |= rules.runsOutsideTransaction(statement.leadingWords());
                kept &= !statement.leadingWords().isEmpty()
                        && LEAVE_SESSION_ALONE.contains(statement.leadingWords().get(0));
                digests.add(statement.digest());
                if (!statement.appliedDigest().equals(statement.digest())) {
                    appliedDigests.put(digests.size(), statement.appliedDigest());
                }
                checksum.update(line(statement.digest()));
                if (statement.data() != null) {
                    statement.data().finish();
                    dataDigests.put(digests.size(), statement.data().digest());
                    checksum.update(line(statement.data().digest()));
                }
                units.add(statement);
                if (affected.size() < MOST_AFFECTED && readings.size() < MOST_AFFECTED) {
                    StatementReading reading = StatementReader.read(statement.text(), lexicon);
                    boolean more = !reading.alterations().isEmpty();
                    for (ObjectChange change : reading.changes()) {
                        more |= affected.add(change.toString());
                    }
                    if (more) {
                        readings.add(reading);
                    }
                }
            }
            down = splitter.reachedDown();
        }
        if (digests.size() == 0) {
            throw ScriptError.at(resource.name(), 1, "the script holds no statement", "Write one, or remove the file.");
        }
        return new ParsedScript(
                Digests.hex(checksum.digest()),
                digests,
                dataDigests,
                units.finish(),
                outside,
                kept,
                down,
                affected,
                readings);
    }

    private static byte[] line(String digest) {
        return (digest + '\n').getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * SHA-256 over the digests of the statements and of their data as they are written, in order, each followed by a line feed:
     * the same with any values of placeholders.
     */
    public String checksum() {
        return checksum;
    }

    /** Whether a later reading finds the same statement at that place, counted from 1; its data are not looked at. */
    public boolean isStatement(int number, SqlStatement statement) {
        return number <= digests.size()
                && digests.get(number - 1).equals(statement.digest())
                && dataDigests.containsKey(number) == (statement.data() != null);
    }

    /** Whether a later reading finds the same data behind the statement at that place; they were read to their end. */
    public boolean isData(int number, StatementData data) {
        return data.digest().equals(dataDigests.get(number));
    }

    /** How many statements it has. */
    public int statements() {
        return digests.size();
    }

    /** What the journal counts, in order. */
    public List<StatementUnit> units() {
        return units;
    }

    /** What its statements create, change, drop or write to, each once, the first thousand. */
    public List<String> affectedObjects() {
        return affectedObjects;
    }

    /** What was read off its statements, of as many of them, without those that say the same again. */
    public List<StatementReading> readings() {
        return readings;
    }

    /** Whether a statement is among them that the database refuses inside a transaction. */
    public boolean runsOutsideTransaction() {
        return outsideTransaction;
    }

    /** Whether a rollback undoes all of it on every database, and it is short enough for one transaction. */
    public boolean isUndoneByRollback() {
        return undone;
    }

    /** Whether no statement can have changed a setting of the session, as far as their first words tell. */
    public boolean keepsSession() {
        return sessionKept;
    }

    /** Whether it has a section {@code -- DOWN}. */
    public boolean hasDown() {
        return down;
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
        private final UnitList units;
        private int openedAt;
        private boolean open;
        private boolean mixed;

        UnitBuilder(String script, StatementRules rules, UnitList units) {
            this.script = script;
            this.rules = rules;
            this.units = units;
        }

        void add(SqlStatement statement) {
            List<String> words = statement.leadingWords();
            boolean control = StatementUnit.controlsTransaction(statement, rules);
            if (open) {
                if (control && StatementUnit.ends(words)) {
                    units.add(
                            openedAt,
                            mixed ? StatementUnit.Kind.MIXED_TRANSACTION : StatementUnit.Kind.OWN_TRANSACTION);
                    open = false;
                }
                mixed |= !control && !rules.isTransactional(words);
            } else if (control && StatementUnit.begins(words)) {
                openedAt = statement.line();
                open = true;
                mixed = false;
            } else {
                units.add(statement.line(), StatementUnit.kind(statement, rules));
            }
        }

        UnitList finish() {
            if (open) {
                throw ScriptError.at(
                        script,
                        openedAt,
                        "the transaction that begins here is never ended",
                        "Add COMMIT, or remove the statement that begins it.");
            }
            return units;
        }
    }
}
