package io.dbops.migration.plan;

import io.dbops.migration.statement.ObjectChange;
import io.dbops.migration.statement.ObjectChange.Action;
import io.dbops.migration.statement.ObjectKind;
import io.dbops.migration.statement.ObjectName;
import io.dbops.migration.statement.StatementReading;
import io.dbops.migration.statement.StatementReading.Alteration;
import io.dbops.migration.statement.StatementReading.Trait;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Turns statements round of which it is certain what takes them back: what creates an object, adds a named part to a table, or renames
 * something. Rows that are written to a table of the same script go with the table. Pure; used by one thread.
 */
public final class Inverse {

    private static final Set<ObjectKind> DROPPED_BY_NAME = EnumSet.of(
            ObjectKind.TABLE,
            ObjectKind.VIEW,
            ObjectKind.MATERIALIZED_VIEW,
            ObjectKind.SEQUENCE,
            ObjectKind.SCHEMA,
            ObjectKind.TYPE,
            ObjectKind.DOMAIN);

    private final boolean localIndexes;
    private final Set<String> created = new HashSet<>();
    private final List<String> statements = new ArrayList<>();

    /** @param localIndexes whether DROP INDEX names the table too */
    public Inverse(boolean localIndexes) {
        this.localIndexes = localIndexes;
    }

    /** Takes the next statement of the script; returns whether it can be turned round. */
    public boolean add(StatementReading reading) {
        boolean unsure = reading.has(Trait.INCOMPLETE)
                || reading.has(Trait.CONDITIONAL)
                || reading.has(Trait.REPLACES)
                || reading.has(Trait.TEMPORARY)
                || reading.has(Trait.MOVES_ROWS);
        if (reading.changes().isEmpty() || (unsure && !onlyWrites(reading))) {
            return false;
        }
        List<String> round = new ArrayList<>();
        for (ObjectChange change : reading.changes()) {
            Optional<String> inverse = change.action() == Action.ALTER && change.kind() == ObjectKind.TABLE
                    ? alterations(change.name(), reading.alterations())
                    : inverse(change, reading);
            if (inverse.isEmpty()) {
                return false;
            }
            round.add(inverse.get());
        }
        Collections.reverse(round);
        round.removeIf(String::isEmpty);
        statements.addAll(0, round);
        return true;
    }

    /** What takes back all that was added, the last first. */
    public List<String> statements() {
        return List.copyOf(statements);
    }

    private static boolean onlyWrites(StatementReading reading) {
        return reading.changes().stream().allMatch(change -> change.action() == Action.WRITE);
    }

    /** Empty text for what goes with something else. */
    private Optional<String> inverse(ObjectChange change, StatementReading reading) {
        ObjectName name = change.name();
        return switch (change.action()) {
            case CREATE -> create(change, reading);
            case WRITE -> created.contains(name.toString()) ? Optional.of("") : Optional.empty();
            case COMMENT -> created.contains(name.toString()) ? Optional.of("") : Optional.empty();
            case RENAME ->
                change.otherName().flatMap(other -> plain(name)
                        .map(old -> "ALTER " + change.kind().words() + " " + moved(name, other) + " RENAME TO " + old));
            default -> Optional.empty();
        };
    }

    private Optional<String> create(ObjectChange change, StatementReading reading) {
        ObjectName name = change.name();
        if (DROPPED_BY_NAME.contains(change.kind())) {
            created.add(name.toString());
            return Optional.of("DROP " + change.kind().words() + " " + name.source());
        }
        if (change.kind() != ObjectKind.INDEX || change.otherName().isEmpty()) {
            return Optional.empty();
        }
        ObjectName table = change.otherName().get();
        if (localIndexes) {
            return Optional.of("DROP INDEX " + name.source() + " ON " + table.source());
        }
        String drop = reading.has(Trait.CONCURRENTLY) ? "DROP INDEX CONCURRENTLY " : "DROP INDEX ";
        // an index lies where its table does
        return plain(table)
                .map(plain ->
                        drop + table.source().substring(0, table.source().length() - plain.length()) + name.source());
    }

    private static Optional<String> alterations(ObjectName table, List<Alteration> alterations) {
        List<String> parts = new ArrayList<>();
        for (Alteration each : alterations) {
            if (each.action() == Action.CREATE) {
                parts.add("DROP " + each.kind().words() + " " + each.name().source());
            } else if (each.action() == Action.RENAME && each.newName() != null) {
                parts.add("RENAME " + each.kind().words() + " " + each.newName().source() + " TO "
                        + each.name().source());
            } else {
                return Optional.empty();
            }
        }
        Collections.reverse(parts);
        // one statement each: not every database takes several
        return parts.isEmpty()
                ? Optional.empty()
                : Optional.of(String.join(
                        ";\n",
                        parts.stream()
                                .map(part -> "ALTER TABLE " + table.source() + " " + part)
                                .toList()));
    }

    /** The name without its schema, as the script spells it; empty when that cannot be told. */
    private static Optional<String> plain(ObjectName name) {
        if (name.schema() == null) {
            return Optional.of(name.source());
        }
        boolean dotInside = name.name().contains(".");
        return dotInside
                ? Optional.empty()
                : Optional.of(name.source()
                        .substring(name.source().lastIndexOf('.') + 1)
                        .strip());
    }

    /** The new name of what was renamed, in the schema of the old one. */
    private static String moved(ObjectName before, ObjectName after) {
        if (before.schema() == null || after.schema() != null) {
            return after.source();
        }
        return before.source().substring(0, before.source().lastIndexOf('.') + 1) + after.source();
    }
}
