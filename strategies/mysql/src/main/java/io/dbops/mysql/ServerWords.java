package io.dbops.mysql;

import java.sql.SQLException;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** MySQL's and MariaDB's messages without values, which some of the servers' message templates quote first. */
final class ServerWords {

    /**
     * Numbers whose template quotes a value before anything else: a duplicate entry (1062, 1586, 1859), an incorrect or
     * truncated value (1292, 1366, 1367, 1411, 1525), a wrong value (1210 to 1232 name variables and stay), bad data in JSON
     * or geometry (3140, 3141, 3143, 3156).
     */
    private static final Set<Integer> QUOTING_VALUES =
            Set.of(1062, 1586, 1859, 1292, 1366, 1367, 1411, 1525, 3140, 3141, 3143, 3156);

    private static final int SYNTAX = 1064;
    private static final Pattern VALUE = Pattern.compile("'.*?'(?=( for | at row |$|,))", Pattern.DOTALL);
    private static final Pattern NEAR = Pattern.compile("near '(.*)' at line", Pattern.DOTALL);
    private static final Pattern START = Pattern.compile("[^'\"0-9]{0,40}");

    private ServerWords() {}

    static String withoutValues(SQLException failure) {
        String message = String.valueOf(failure.getMessage());
        if (QUOTING_VALUES.contains(failure.getErrorCode())) {
            return VALUE.matcher(message).replaceFirst("\u2026");
        }
        if (failure.getErrorCode() == SYNTAX) {
            Matcher near = NEAR.matcher(message);
            if (near.find()) {
                Matcher start = START.matcher(near.group(1));
                String shown = start.lookingAt() ? start.group() : "";
                return message.substring(0, near.start(1))
                        + shown
                        + (shown.length() < near.group(1).length() ? "\u2026" : "")
                        + message.substring(near.end(1));
            }
        }
        return message;
    }
}
