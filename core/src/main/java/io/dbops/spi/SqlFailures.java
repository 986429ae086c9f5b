package io.dbops.spi;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.sql.FailureText;
import io.dbops.spi.sql.SqlFailure;
import java.io.EOFException;
import java.net.SocketException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** How a refusal of the database becomes an error for the application: by its class, in the database's words, without values. */
public final class SqlFailures {

    private static final int LONGEST = 1000;

    private SqlFailures() {}

    /** The database's words without values, its SQLState and its code. */
    public static String words(@Nullable DatabaseDialect dialect, SQLException failure) {
        String text = dialect instanceof FailureText knows ? knows.withoutValues(failure) : firstLine(failure);
        return shortened(text) + " (SQLState " + failure.getSQLState() + ", code " + failure.getErrorCode() + ")";
    }

    /**
     * The same failure without values, fit to be a cause that somebody logs: the same SQLState, code and stack trace. A cause
     * of its own is left out, since it may say more.
     */
    public static SQLException cleaned(@Nullable DatabaseDialect dialect, SQLException failure) {
        String text = dialect instanceof FailureText knows ? knows.withoutValues(failure) : firstLine(failure);
        SQLException cleaned = new SQLException(
                failure.getClass().getName() + ": " + shortened(text), failure.getSQLState(), failure.getErrorCode());
        cleaned.setStackTrace(failure.getStackTrace());
        return cleaned;
    }

    /** Whether a failure is one of the connection, by its SQLState (class 08) or because a socket's failure is behind it. */
    public static boolean isOfConnection(SQLException failure) {
        if (hasState(failure, "08")) {
            return true;
        }
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof SocketException || cause instanceof EOFException) {
                return true;
            }
        }
        return false;
    }

    /**
     * The error for an operation that the database refused.
     *
     * @param what that failed, such as {@code migrate()}
     * @param dialect {@code null} while there is no connection yet
     */
    public static DbOpsException of(String what, @Nullable DatabaseDialect dialect, SQLException failure) {
        Verdict verdict = dialect == null ? byState(failure) : byClass(dialect.classify(failure), failure);
        return DbOpsException.of(verdict.code, what + " " + verdict.words + ": " + words(dialect, failure))
                .hint(verdict.hint)
                .cause(cleaned(dialect, failure))
                .build();
    }

    private record Verdict(ErrorCode code, String words, String hint) {}

    private static final Verdict UNREACHABLE = new Verdict(
            ErrorCode.CONNECTION,
            "could not work with the database",
            "Check that the server is up and can be reached, then call again.");

    private static final Verdict LOGIN = new Verdict(
            ErrorCode.CONFIGURATION,
            "was not let in by the database",
            "Check the user, the password and the database's name.");

    private static final Verdict RIGHTS = new Verdict(
            ErrorCode.UNSUPPORTED,
            "lacks a right in the database",
            "Grant the right that the message names, or connect as a user who has it.");

    private static final Verdict REFUSED = new Verdict(
            ErrorCode.SQL,
            "was refused by the database",
            "Look at the database's words; the same call will be refused again.");

    private static final Verdict BUSY = new Verdict(
            ErrorCode.LOCK_TIMEOUT, "was kept out by another session", "Let the other session end, and call again.");

    private static Verdict byClass(SqlFailure known, SQLException failure) {
        return switch (known) {
            case CONNECTION_LOST -> UNREACHABLE;
            case LOCK_TIMEOUT, SERIALIZATION -> BUSY;
            case PRIVILEGE -> hasState(failure, "28") ? LOGIN : RIGHTS;
            default -> hasState(failure, "28") || hasState(failure, "3D") ? LOGIN : REFUSED;
        };
    }

    /** Before there is a connection: what is no matter of logging in is one of reaching the server. */
    private static Verdict byState(SQLException failure) {
        if (hasState(failure, "42501")) {
            return RIGHTS;
        }
        boolean login = hasState(failure, "28") || hasState(failure, "3D") || hasState(failure, "42");
        return login ? LOGIN : UNREACHABLE;
    }

    private static boolean hasState(SQLException failure, String prefix) {
        return failure.getSQLState() != null && failure.getSQLState().startsWith(prefix);
    }

    private static String firstLine(SQLException failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("nothing");
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + " ...";
    }
}
