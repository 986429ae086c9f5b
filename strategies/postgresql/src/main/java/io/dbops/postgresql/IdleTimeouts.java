package io.dbops.postgresql;

import java.util.ArrayList;
import java.util.List;

/** The settings by which a server ends a session for having waited. */
final class IdleTimeouts {

    private IdleTimeouts() {}

    /** Commands that need no snapshot and last until the transaction ends. */
    static String disableLocally(int majorVersion) {
        return disable("SET LOCAL ", majorVersion);
    }

    static String disableForSession(int majorVersion) {
        return disable("SET SESSION ", majorVersion);
    }

    private static String disable(String command, int majorVersion) {
        List<String> settings = new ArrayList<>(List.of("idle_in_transaction_session_timeout", "idle_session_timeout"));
        if (majorVersion >= 17) {
            settings.add("transaction_timeout");
        }
        StringBuilder sql = new StringBuilder();
        for (String setting : settings) {
            sql.append(sql.length() == 0 ? "" : "; ")
                    .append(command)
                    .append(setting)
                    .append(" = 0");
        }
        return sql.toString();
    }
}
