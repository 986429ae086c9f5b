package io.dbops.migration.engine;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.migration.execute.PlannedExecution;
import io.dbops.spi.sql.Feature;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Whether a run can be one transaction as a whole. */
final class OneTransaction {

    private OneTransaction() {}

    /** Fails, naming every reason, before anything is run. */
    static void check(List<PlannedExecution> executions, Workplace place) throws SQLException {
        List<String> reasons = new ArrayList<>();
        if (!place.capabilities().has(Feature.TRANSACTIONAL_DDL)) {
            reasons.add(place.capabilities().support(Feature.TRANSACTIONAL_DDL).reason());
        }
        List<String> begun = place.journal().begun(place.connection());
        for (PlannedExecution each : executions) {
            if (begun.contains(each.id())) {
                reasons.add(each.what() + " was begun before, statement by statement");
            } else if (reasons.isEmpty() && !each.oneTransaction(place.capabilities())) {
                reasons.add(
                        each.what() + " (" + each.location() + ") has statements that no transaction of ours can hold");
            }
        }
        if (!reasons.isEmpty()) {
            throw DbOpsException.of(
                            ErrorCode.UNSUPPORTED, "the run cannot be one transaction: " + String.join("; ", reasons))
                    .hint("Leave oneTransaction out, or apply the others first with target or only.")
                    .build();
        }
    }
}
