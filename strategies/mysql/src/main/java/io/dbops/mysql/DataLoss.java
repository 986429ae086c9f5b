package io.dbops.mysql;

import java.sql.SQLWarning;
import java.util.Set;

/**
 * Warnings of MySQL and MariaDB that say that a value was changed, cut or left out, which is what they do outside of strict mode,
 * behind IGNORE, and while data are loaded. The numbers are those of the servers' error message references.
 */
final class DataLoss {

    /**
     * A NULL stored as something else (1048, 1263), a concatenation cut (1260), rows of a file too short or too long (1261,
     * 1262), a number out of range (1264), a value truncated (1265, 1292, 1406), no value of the type (1366, 1411), a result
     * longer than a packet (1301), a date out of range (1441).
     */
    private static final Set<Integer> LOSSES =
            Set.of(1048, 1260, 1261, 1262, 1263, 1264, 1265, 1292, 1301, 1366, 1406, 1411, 1441);

    /** Expected behind INSERT IGNORE, but LOAD DATA LOCAL leaves rows out without being told to. */
    private static final int DUPLICATE = 1062;

    private DataLoss() {}

    static boolean isToldBy(String statement, SQLWarning warning) {
        if (begins(statement, "SELECT")) {
            return false; // it compares, and stores nothing
        }
        int code = warning.getErrorCode();
        return LOSSES.contains(code) || (code == DUPLICATE && begins(statement, "LOAD"));
    }

    private static boolean begins(String statement, String word) {
        return statement.regionMatches(true, 0, word, 0, word.length());
    }
}
