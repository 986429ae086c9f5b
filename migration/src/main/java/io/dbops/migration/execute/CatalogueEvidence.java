package io.dbops.migration.execute;

import io.dbops.migration.history.JournalEntry;
import io.dbops.migration.script.Digests;
import io.dbops.migration.script.SqlStatement;
import io.dbops.migration.statement.ObjectChange;
import io.dbops.migration.statement.ObjectChange.Action;
import io.dbops.migration.statement.StatementReader;
import io.dbops.migration.statement.StatementReading;
import io.dbops.migration.statement.StatementReading.Trait;
import io.dbops.spi.sql.CatalogueEntry;
import io.dbops.spi.sql.CatalogueObject;
import io.dbops.spi.sql.CatalogueReader;
import io.dbops.spi.sql.SqlFailure;
import io.dbops.spi.sql.SqlLexicon;
import io.dbops.spi.sql.StatementRules;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells from the catalogue whether a statement took effect that no transaction covers and whose process died. What the
 * catalogue said of its objects is noted before it begins; the same again means that it has done nothing that shows, and may
 * be run again, unless what it does need not show.
 */
final class CatalogueEvidence {

    /** What became of a statement. */
    enum Verdict {
        /** It did nothing, or nothing that a second run would not do again. */
        RUN_AGAIN,
        DONE,
        UNKNOWN
    }

    /** What stands for all accounts and what they may: statements about them are many, and short. */
    private static final CatalogueObject ACCOUNTS = new CatalogueObject("USER", null, "", null);

    private static final Set<String> ACCOUNT_WORDS = Set.of("USER", "ROLE");

    /** Between the digest of the objects and that of what lies beside them. */
    private static final char BESIDE = '+';

    private final ExecutionSession session;
    private final SqlLexicon lexicon;
    private final StatementRules rules;
    private final @Nullable CatalogueReader catalogue;

    CatalogueEvidence(ExecutionSession session) {
        this.session = session;
        this.lexicon = session.dialect().lexicon(session.capabilities().identity());
        this.rules = lexicon.rules();
        this.catalogue = session.dialect() instanceof CatalogueReader reader ? reader : null;
    }

    /**
     * What the catalogue says now of the statement's objects, as a digest, and another of what lies beside them, if anything does;
     * empty when that could decide nothing later.
     */
    String before(SqlStatement statement) throws SQLException {
        if (rules.isRepeatable(statement.leadingWords())) {
            return "";
        }
        StatementReading reading = StatementReader.read(statement.text(), lexicon);
        if (reading.has(Trait.TEMPORARY) || reading.has(Trait.MOVES_ROWS) || isCycle(reading)) {
            return "";
        }
        List<Found> now = read(objects(statement, reading));
        String digest = digest(reading, now, false);
        List<String> beside = beside(now);
        return digest.isEmpty() || beside.isEmpty()
                ? digest
                : digest + BESIDE + Digests.ofAll(beside.toArray(String[]::new));
    }

    private static List<String> beside(List<Found> all) {
        return all.stream().flatMap(found -> found.entry().leftovers().stream()).toList();
    }

    /** Of the objects alone. */
    private static String noted(JournalEntry entry) {
        String evidence = entry.evidence();
        int end = evidence.indexOf(BESIDE);
        return end < 0 ? evidence : evidence.substring(0, end);
    }

    /** What became of the statement of that entry; where a part of it is missing, that part is done here. */
    Verdict verdict(JournalEntry entry, SqlStatement statement) throws SQLException {
        StatementReading reading = StatementReader.read(statement.text(), lexicon);
        boolean temporary = reading.has(Trait.TEMPORARY); // gone with its session
        if (temporary || rules.isRepeatable(statement.leadingWords()) || truncatesNothing(reading)) {
            return Verdict.RUN_AGAIN;
        }
        if (entry.evidence().isEmpty() || catalogue == null) {
            return Verdict.UNKNOWN;
        }
        List<Found> now = read(objects(statement, reading));
        String digest = digest(reading, now, false);
        if (digest.isEmpty()) {
            return Verdict.UNKNOWN;
        }
        boolean drops = reading.changes().stream().allMatch(change -> change.action() == Action.DROP);
        if (now.stream().anyMatch(found -> found.entry().removal().isPresent())) {
            boolean ours = digest(reading, now, true).equals(noted(entry));
            // an index that is to be dropped concurrently is invalid on its way
            return ours || (drops && !reading.changes().isEmpty()) ? Verdict.RUN_AGAIN : Verdict.UNKNOWN;
        }
        if (digest.equals(noted(entry))) {
            return Verdict.RUN_AGAIN;
        }
        if (isAlter(reading) && nothingBeside(entry)) {
            for (Found found : now) {
                if (found.entry().completion().isPresent()) {
                    execute(found.entry().completion().get());
                }
            }
        }
        if (drops) {
            dropRest(reading, now);
        }
        return Verdict.DONE;
    }

    private static boolean isAlter(StatementReading reading) {
        return !reading.changes().isEmpty()
                && reading.changes().stream().allMatch(change -> change.action() == Action.ALTER);
    }

    private static boolean nothingBeside(JournalEntry entry) {
        return !entry.evidence().isEmpty() && !entry.evidence().contains(String.valueOf(BESIDE));
    }

    /** Removes the copies that the statement of that entry was making when it broke off; none lay there before, says the journal. */
    Optional<String> removeCopies(JournalEntry entry, SqlStatement statement) throws SQLException {
        if (!nothingBeside(entry)) {
            return Optional.empty();
        }
        StatementReading reading = StatementReader.read(statement.text(), lexicon);
        List<String> removals = beside(read(objects(statement, reading)));
        for (String removal : removals) {
            execute(removal);
        }
        return removals.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", removals));
    }

    /** Removes what an earlier try of the statement left behind half made, if the journal says that it was not there before. */
    Optional<String> removeLeftover(JournalEntry entry, SqlStatement statement) throws SQLException {
        StatementReading reading = StatementReader.read(statement.text(), lexicon);
        if (entry.evidence().isEmpty()
                || reading.changes().stream().noneMatch(change -> change.action() == Action.CREATE)) {
            return Optional.empty();
        }
        List<Found> now = read(objects(statement, reading));
        Optional<String> removal =
                now.stream().flatMap(found -> found.entry().removal().stream()).findFirst();
        if (removal.isEmpty() || !digest(reading, now, true).equals(noted(entry))) {
            return Optional.empty();
        }
        execute(removal.get());
        return removal;
    }

    /** A statement that names several objects may have been cut off between two of them. */
    private void dropRest(StatementReading reading, List<Found> now) throws SQLException {
        for (int i = 0; i < reading.changes().size(); i++) {
            ObjectChange change = reading.changes().get(i);
            if (reading.changes().size() > 1 && !now.get(i).entry().isAbsent()) {
                execute("DROP " + change.kind().words() + " " + change.name().source()
                        + (reading.has(Trait.CASCADES) ? " CASCADE" : ""));
            }
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = session.connection().createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        }
    }

    /** After a swap of names nothing need look different. */
    private static boolean isCycle(StatementReading reading) {
        Set<String> from = new HashSet<>();
        Set<String> to = new HashSet<>();
        for (ObjectChange change : reading.changes()) {
            if (change.action() == Action.RENAME) {
                from.add(change.name().toString());
                change.otherName().ifPresent(name -> to.add(name.toString()));
            }
        }
        return !from.isEmpty() && from.equals(to);
    }

    /** A table without rows may be emptied again. */
    private boolean truncatesNothing(StatementReading reading) throws SQLException {
        if (!truncates(reading)) {
            return false;
        }
        for (ObjectChange change : reading.changes()) {
            try (Statement statement = session.connection().createStatement()) {
                statement.setMaxRows(1);
                try (ResultSet rows =
                        statement.executeQuery("SELECT 1 FROM " + change.name().source())) {
                    if (rows.next()) {
                        return false;
                    }
                }
            } catch (SQLException e) {
                // run again, the statement itself says best what is wrong with a table that is not there
                if (session.dialect().classify(e) != SqlFailure.NOT_FOUND) {
                    throw e;
                }
            }
        }
        return true;
    }

    private static boolean truncates(StatementReading reading) {
        return !reading.changes().isEmpty()
                && reading.changes().stream().allMatch(change -> change.action() == Action.TRUNCATE);
    }

    private static Set<CatalogueObject> objects(SqlStatement statement, StatementReading reading) {
        List<String> words = statement.leadingWords();
        boolean accounts = words.size() > 1 && (words.get(0).equals("REVOKE") || ACCOUNT_WORDS.contains(words.get(1)));
        if (accounts) {
            return Set.of(ACCOUNTS);
        }
        return CatalogueObjects.of(reading);
    }

    /** An object and what was found. */
    private record Found(CatalogueObject object, CatalogueEntry entry) {}

    private List<Found> read(Set<CatalogueObject> objects) throws SQLException {
        List<Found> found = new ArrayList<>();
        if (catalogue != null) {
            for (CatalogueObject object : objects) {
                found.add(new Found(object, catalogue.read(session.connection(), object)));
            }
        }
        return found;
    }

    /** Empty when something of it is not known. */
    private String digest(StatementReading reading, List<Found> all, boolean withoutBroken) throws SQLException {
        List<String> parts = new ArrayList<>();
        for (Found found : all) {
            CatalogueEntry entry = found.entry();
            if (entry.unknownBecause().isPresent()) {
                return "";
            }
            boolean nothing =
                    entry.isAbsent() || (withoutBroken && entry.removal().isPresent());
            parts.add(Digests.of(nothing ? "-" : "+" + entry.definition()));
            if (truncates(reading) && catalogue != null) {
                Optional<String> storage = catalogue.storage(session.connection(), found.object());
                if (storage.isEmpty()) {
                    return "";
                }
                parts.add(Digests.of(storage.get()));
            }
        }
        return parts.isEmpty() ? "" : Digests.ofAll(parts.toArray(String[]::new));
    }
}
