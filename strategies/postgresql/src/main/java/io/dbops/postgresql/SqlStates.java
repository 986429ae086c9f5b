package io.dbops.postgresql;

import io.dbops.spi.sql.SqlFailure;
import java.sql.SQLException;
import java.util.Map;

/** Classifies failures by SQLState; codes as in PostgreSQL's manual, appendix "PostgreSQL Error Codes". */
final class SqlStates {

    private static final Map<String, SqlFailure> STATES = Map.ofEntries(
            Map.entry("25P03", SqlFailure.CONNECTION_LOST), // idle in transaction for too long: the session was ended
            Map.entry("25P04", SqlFailure.CONNECTION_LOST), // transaction_timeout, 17 and newer: the session was ended
            Map.entry("57P01", SqlFailure.CONNECTION_LOST),
            Map.entry("57P02", SqlFailure.CONNECTION_LOST),
            Map.entry("57P03", SqlFailure.CONNECTION_LOST),
            Map.entry("57P04", SqlFailure.CONNECTION_LOST),
            Map.entry("57P05", SqlFailure.CONNECTION_LOST),
            Map.entry("55P03", SqlFailure.LOCK_TIMEOUT),
            Map.entry("40001", SqlFailure.SERIALIZATION),
            Map.entry("40P01", SqlFailure.SERIALIZATION),
            Map.entry("57014", SqlFailure.CANCELLED),
            Map.entry("42501", SqlFailure.PRIVILEGE),
            Map.entry("42P03", SqlFailure.ALREADY_EXISTS),
            Map.entry("42P04", SqlFailure.ALREADY_EXISTS),
            Map.entry("42P05", SqlFailure.ALREADY_EXISTS),
            Map.entry("42P06", SqlFailure.ALREADY_EXISTS),
            Map.entry("42P07", SqlFailure.ALREADY_EXISTS),
            Map.entry("42701", SqlFailure.ALREADY_EXISTS),
            Map.entry("42710", SqlFailure.ALREADY_EXISTS),
            Map.entry("42723", SqlFailure.ALREADY_EXISTS),
            Map.entry("42P01", SqlFailure.NOT_FOUND),
            Map.entry("42703", SqlFailure.NOT_FOUND),
            Map.entry("42704", SqlFailure.NOT_FOUND),
            Map.entry("42883", SqlFailure.NOT_FOUND),
            Map.entry("3D000", SqlFailure.NOT_FOUND),
            Map.entry("3F000", SqlFailure.NOT_FOUND));

    private SqlStates() {}

    static SqlFailure classify(SQLException failure) {
        String state = failure.getSQLState();
        if (state == null) {
            return SqlFailure.OTHER;
        }
        if (state.startsWith("08")) {
            return SqlFailure.CONNECTION_LOST;
        }
        if (state.startsWith("28")) {
            return SqlFailure.PRIVILEGE;
        }
        return STATES.getOrDefault(state, SqlFailure.OTHER);
    }
}
