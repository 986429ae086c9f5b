package io.dbops.backup.work;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import java.sql.SQLException;

/** What a failure inside an operation means to its caller. */
public final class Failures {

    private Failures() {}

    /** As it is if it is ours; a failure of the database says so; the rest gets the operation's code. */
    public static DbOpsException of(ErrorCode operation, String what, Throwable cause) {
        if (cause instanceof DbOpsException known) {
            return known;
        }
        if (cause instanceof SQLException sql) {
            boolean connection = sql.getSQLState() != null && sql.getSQLState().startsWith("08");
            return DbOpsException.of(
                            connection ? ErrorCode.CONNECTION : ErrorCode.SQL,
                            what + " failed in the database: " + sql.getMessage())
                    .with("sqlState", String.valueOf(sql.getSQLState()))
                    .cause(cause)
                    .build();
        }
        return DbOpsException.of(operation, what + " failed: " + cause)
                .cause(cause)
                .build();
    }

    /** For the caller's thread: the flag is set again, after all cleaning up is done. */
    public static DbOpsException interrupted(String what, InterruptedException cause) {
        Thread.currentThread().interrupt();
        return DbOpsException.of(ErrorCode.INTERRUPTED, what + " was interrupted")
                .cause(cause)
                .build();
    }

    /** Fails at once when the calling thread is already interrupted. */
    public static void checkInterrupted(String what) {
        if (Thread.currentThread().isInterrupted()) {
            throw DbOpsException.of(ErrorCode.INTERRUPTED, what + " was interrupted before it began")
                    .build();
        }
    }
}
