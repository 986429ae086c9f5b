package io.dbops.verification.clean;

import java.sql.Connection;
import org.h2.api.Trigger;
import org.jspecify.annotations.Nullable;

/** A trigger of H2 that does nothing. */
public final class SilentTrigger implements Trigger {

    @Override
    public void fire(Connection connection, Object @Nullable [] oldRow, Object @Nullable [] newRow) {
        // it is there to be dropped
    }
}
