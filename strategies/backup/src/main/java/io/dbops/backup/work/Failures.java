package io.dbops.backup.work;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.DatabaseDialect;
import io.dbops.spi.EngineContext;
import io.dbops.spi.SqlFailures;
import io.dbops.spi.sql.DatabaseIdentity;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What a failure inside an operation means to its caller, by the dialect of the database if there is one. Immutable. */
public final class Failures {

    private static final Failures ELSEWHERE = new Failures(null);

    private final @Nullable DatabaseDialect dialect;

    private Failures(@Nullable DatabaseDialect dialect) {
        this.dialect = dialect;
    }

    /** Those of no database in particular. */
    public static Failures elsewhere() {
        return ELSEWHERE;
    }

    /** Those of that database; a backup needs no dialect, so there may be none that knows its words. */
    public static Failures of(EngineContext context, DatabaseIdentity identity) {
        try {
            return new Failures(context.dialectFor(identity));
        } catch (DbOpsException | UnsupportedOperationException e) {
            return ELSEWHERE;
        }
    }

    /** As it is if it is ours; a failure of the database says so, without values; the rest gets the operation's code. */
    public DbOpsException of(ErrorCode operation, String what, Throwable cause) {
        if (cause instanceof DbOpsException known) {
            return known;
        }
        if (cause instanceof SQLException sql) {
            return dialect == null ? unknown(what, sql) : SqlFailures.of(what, dialect, sql);
        }
        return DbOpsException.of(operation, what + " failed: " + cause)
                .cause(cause)
                .build();
    }

    private static DbOpsException unknown(String what, SQLException sql) {
        return DbOpsException.of(
                        SqlFailures.isOfConnection(sql) ? ErrorCode.CONNECTION : ErrorCode.SQL,
                        what + " failed in the database: " + SqlFailures.words(null, sql))
                .cause(SqlFailures.cleaned(null, sql))
                .build();
    }
}
