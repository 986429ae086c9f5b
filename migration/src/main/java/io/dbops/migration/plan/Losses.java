package io.dbops.migration.plan;

import io.dbops.migration.statement.ObjectChange;
import io.dbops.migration.statement.ObjectChange.Action;
import io.dbops.migration.statement.ObjectKind;
import io.dbops.migration.statement.StatementReading;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What does not come back when a migration is taken back, as far as the heads of its statements tell. Pure. */
public final class Losses {

    private final Set<String> created = new HashSet<>();
    private final Set<String> lost = new LinkedHashSet<>();

    private Losses() {}

    /**
     * One sentence for each loss.
     *
     * @param up what applying it does
     * @param down what taking it back does
     */
    public static List<String> of(List<StatementReading> up, List<StatementReading> down) {
        Losses losses = new Losses();
        up.forEach(losses::up);
        down.forEach(losses::down);
        return new ArrayList<>(losses.lost);
    }

    private void up(StatementReading reading) {
        for (ObjectChange change : reading.changes()) {
            String name = change.name().toString();
            if (change.action() == Action.CREATE) {
                created.add(name);
            } else if (!created.contains(name)) {
                up(change, name);
                columns(name, reading, ", which the migration dropped");
            }
        }
    }

    private void up(ObjectChange change, String name) {
        if (change.action() == Action.DROP && change.kind() == ObjectKind.TABLE) {
            lost.add("the rows of " + name + ", which the migration dropped");
        } else if (change.action() == Action.TRUNCATE) {
            lost.add("the rows of " + name + ", which the migration removed");
        } else if (change.action() == Action.WRITE) {
            lost.add("what the migration wrote over or deleted in " + name
                    + ", if anything, as far as the undo does not put it back");
        }
    }

    private void down(StatementReading reading) {
        for (ObjectChange change : reading.changes()) {
            String name = change.name().toString();
            if (change.action() == Action.DROP && change.kind() == ObjectKind.TABLE) {
                lost.add("the rows of " + name + ", which the undo drops");
            } else if (change.action() == Action.TRUNCATE) {
                lost.add("the rows of " + name + ", which the undo removes");
            }
            columns(name, reading, ", which the undo drops");
        }
    }

    private void columns(String table, StatementReading reading, String how) {
        reading.alterations().stream()
                .filter(each -> each.action() == Action.DROP && each.kind() == ObjectKind.COLUMN)
                .forEach(each -> lost.add("the values of column " + table + "." + each.name() + how));
    }
}
