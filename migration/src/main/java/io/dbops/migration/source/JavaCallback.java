package io.dbops.migration.source;

import io.dbops.migration.CallbackContext;
import io.dbops.migration.CallbackMoment;
import io.dbops.migration.JavaMigration;
import io.dbops.migration.MigrationCallback;
import io.dbops.migration.MigrationContext;
import java.sql.Connection;
import java.util.Optional;

/** A callback in Java, to be run as a migration in Java is. */
record JavaCallback(CallbackMoment moment, Optional<String> migration, MigrationCallback callback)
        implements JavaMigration {

    @Override
    public String id() {
        return moment.word();
    }

    @Override
    public String name() {
        return callback.getClass().getName();
    }

    @Override
    public void up(MigrationContext context) throws Exception {
        callback.call(new Context(moment, migration, context));
    }

    private record Context(CallbackMoment moment, Optional<String> migration, MigrationContext given)
            implements CallbackContext {

        @Override
        public Connection connection() {
            return given.connection();
        }

        @Override
        public void progress(String item, long rowsDone, long rowsTotal) {
            given.progress(item, rowsDone, rowsTotal);
        }
    }
}
