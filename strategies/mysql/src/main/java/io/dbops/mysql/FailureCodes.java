package io.dbops.mysql;

import io.dbops.spi.SqlFailures;
import io.dbops.spi.sql.SqlFailure;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The servers' and drivers' error numbers by class. The numbers up to 1999 mean the same on both products. */
final class FailureCodes {

    private static final Map<Integer, SqlFailure> BY_CODE = Map.ofEntries(
            Map.entry(1053, SqlFailure.CONNECTION_LOST),
            Map.entry(1927, SqlFailure.CONNECTION_LOST),
            Map.entry(2006, SqlFailure.CONNECTION_LOST),
            Map.entry(2013, SqlFailure.CONNECTION_LOST),
            Map.entry(4031, SqlFailure.CONNECTION_LOST),
            Map.entry(1205, SqlFailure.LOCK_TIMEOUT),
            Map.entry(3572, SqlFailure.LOCK_TIMEOUT),
            Map.entry(1020, SqlFailure.SERIALIZATION),
            Map.entry(1213, SqlFailure.SERIALIZATION),
            Map.entry(3101, SqlFailure.SERIALIZATION),
            Map.entry(1317, SqlFailure.CANCELLED),
            Map.entry(1969, SqlFailure.CANCELLED),
            Map.entry(3024, SqlFailure.CANCELLED),
            Map.entry(1044, SqlFailure.PRIVILEGE),
            Map.entry(1045, SqlFailure.PRIVILEGE),
            Map.entry(1142, SqlFailure.PRIVILEGE),
            Map.entry(1143, SqlFailure.PRIVILEGE),
            Map.entry(1227, SqlFailure.PRIVILEGE),
            Map.entry(1370, SqlFailure.PRIVILEGE),
            Map.entry(1410, SqlFailure.PRIVILEGE),
            Map.entry(1419, SqlFailure.PRIVILEGE),
            Map.entry(1007, SqlFailure.ALREADY_EXISTS),
            Map.entry(1050, SqlFailure.ALREADY_EXISTS),
            Map.entry(1060, SqlFailure.ALREADY_EXISTS),
            Map.entry(1061, SqlFailure.ALREADY_EXISTS),
            Map.entry(1304, SqlFailure.ALREADY_EXISTS),
            Map.entry(1359, SqlFailure.ALREADY_EXISTS),
            Map.entry(1537, SqlFailure.ALREADY_EXISTS),
            Map.entry(1826, SqlFailure.ALREADY_EXISTS),
            Map.entry(3822, SqlFailure.ALREADY_EXISTS),
            Map.entry(1008, SqlFailure.NOT_FOUND),
            Map.entry(1049, SqlFailure.NOT_FOUND),
            Map.entry(1051, SqlFailure.NOT_FOUND),
            Map.entry(1054, SqlFailure.NOT_FOUND),
            Map.entry(1091, SqlFailure.NOT_FOUND),
            Map.entry(1109, SqlFailure.NOT_FOUND),
            Map.entry(1146, SqlFailure.NOT_FOUND),
            Map.entry(1305, SqlFailure.NOT_FOUND),
            Map.entry(1360, SqlFailure.NOT_FOUND),
            Map.entry(1539, SqlFailure.NOT_FOUND),
            Map.entry(4091, SqlFailure.NOT_FOUND));

    /** What Connector/J makes of error 1317 after {@code Statement.cancel()}: it has neither code nor SQLState. */
    private static final String CONNECTOR_J_CANCELLED = "com.mysql.cj.jdbc.exceptions.MySQLStatementCancelledException";

    private FailureCodes() {}

    static SqlFailure classify(SQLException failure) {
        SqlFailure known = BY_CODE.get(failure.getErrorCode());
        if (known != null) {
            return known;
        }
        // the drivers' own exceptions carry no server code
        if (failure instanceof SQLTimeoutException
                || failure.getClass().getName().equals(CONNECTOR_J_CANCELLED)) {
            return SqlFailure.CANCELLED;
        }
        // Connector/J passes some failures of its socket on with SQLState S1000, as it does much else
        return SqlFailures.isOfConnection(failure) ? SqlFailure.CONNECTION_LOST : byState(failure.getSQLState());
    }

    private static SqlFailure byState(@Nullable String state) {
        if (state == null) {
            return SqlFailure.OTHER;
        }
        return switch (state) {
            case "40001" -> SqlFailure.SERIALIZATION;
            case "70100" -> SqlFailure.CANCELLED;
            default -> SqlFailure.OTHER;
        };
    }
}
