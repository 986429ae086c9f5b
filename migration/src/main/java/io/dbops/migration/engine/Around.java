package io.dbops.migration.engine;

import io.dbops.migration.CallbackMoment;
import io.dbops.migration.execute.PlannedExecution;
import io.dbops.migration.history.Direction;
import io.dbops.migration.source.Callbacks;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is called around the migrations of one run. */
final class Around {

    private final Workplace place;
    private final Callbacks callbacks;
    private final boolean up;

    private Around(Workplace place, Callbacks callbacks, Direction direction) {
        this.place = place;
        this.callbacks = callbacks;
        this.up = direction == Direction.UP;
    }

    static Around migrate(Workplace place, Callbacks callbacks) {
        return new Around(place, callbacks, Direction.UP);
    }

    static Around undo(Workplace place, Callbacks callbacks) {
        return new Around(place, callbacks, Direction.DOWN);
    }

    static Around nothing(Workplace place) {
        return new Around(place, Callbacks.none(), Direction.UP);
    }

    /** The migrations, and between them what is called, in the order in which they run. */
    List<PlannedExecution> with(List<PlannedExecution> migrations) {
        List<PlannedExecution> all = new ArrayList<>();
        if (!migrations.isEmpty()) {
            add(all, up ? CallbackMoment.BEFORE_MIGRATE : CallbackMoment.BEFORE_UNDO, Optional.empty());
        }
        for (PlannedExecution each : migrations) {
            Optional<String> id = Optional.of(each.id());
            add(all, up ? CallbackMoment.BEFORE_EACH_MIGRATE : CallbackMoment.BEFORE_EACH_UNDO, id);
            all.add(each);
            add(all, up ? CallbackMoment.AFTER_EACH_MIGRATE : CallbackMoment.AFTER_EACH_UNDO, id);
        }
        add(all, up ? CallbackMoment.AFTER_MIGRATE : CallbackMoment.AFTER_UNDO, Optional.empty());
        return all;
    }

    private void add(List<PlannedExecution> all, CallbackMoment moment, Optional<String> migration) {
        callbacks.at(moment, migration).forEach(each -> all.add(place.scripts().execution(each)));
    }

    /** Whether migrations were applied, by this run or by one that did not get there, and what comes behind them was not called. */
    boolean isOwed() throws SQLException {
        Connection connection = place.connection();
        return remembers()
                && place.journal().exists(connection)
                && place.journal().owes(connection);
    }

    /** What must be called behind migrations is remembered, since the process may die before. An undo's cannot be made up for. */
    boolean remembers() {
        return up
                && !callbacks.at(CallbackMoment.AFTER_MIGRATE, Optional.empty()).isEmpty();
    }
}
