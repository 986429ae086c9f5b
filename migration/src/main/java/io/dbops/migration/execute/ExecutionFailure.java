package io.dbops.migration.execute;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.error.PartialWork;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A migration that failed, before the work done by the others is known. */
public final class ExecutionFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final String hint;
    private boolean tookEffect;
    private final transient Map<String, String> context = new LinkedHashMap<>();

    ExecutionFailure(ErrorCode code, String message, String hint, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.hint = hint;
    }

    ExecutionFailure with(String name, Object value) {
        context.put(name, String.valueOf(value));
        return this;
    }

    /** Adds which migration it is about, or which callback. */
    ExecutionFailure about(PlannedExecution planned) {
        return with(planned.isCallback() ? "callback" : "migration", planned.id());
    }

    /** Adds what the database said, in its words. */
    ExecutionFailure from(SQLException said) {
        return with("sqlState", said.getSQLState()).with("vendorCode", said.getErrorCode());
    }

    /** Marks it as one of a statement that the database did not refuse. */
    ExecutionFailure afterEffect() {
        this.tookEffect = true;
        return this;
    }

    /** Whether the statement that it is about was executed, and stays so unless it is rolled back. */
    boolean tookEffect() {
        return tookEffect;
    }

    ErrorCode code() {
        return code;
    }

    /** What the application is told. */
    public DbOpsException toException(PartialWork work) {
        DbOpsException.Builder builder = DbOpsException.of(code, String.valueOf(getMessage()));
        context.forEach(builder::with);
        DbOpsException failure =
                builder.hint(hint).partialWork(work).cause(getCause()).build();
        for (Throwable each : getSuppressed()) {
            failure.addSuppressed(each);
        }
        return failure;
    }
}
