package io.dbops.postgresql;

import java.sql.SQLException;
import java.util.regex.Pattern;

/**
 * PostgreSQL's messages without values. The driver puts detail, hint and position on indented lines of their own, in the
 * user's language; details hold rows. Errors of class 22 quote the value that they refuse, other errors only names.
 */
final class ServerWords {

    private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"");
    private static final int LONGEST_SYNTAX = 40;

    private ServerWords() {}

    static String withoutValues(SQLException failure) {
        String message = String.valueOf(failure.getMessage());
        int more = message.indexOf("\n  ");
        String text = more < 0 ? message : message.substring(0, more);
        String state = String.valueOf(failure.getSQLState());
        if (state.startsWith("22")) {
            return QUOTED.matcher(text).replaceAll("\u2026");
        }
        // a syntax error quotes the token at which it was met, which may be a literal
        return state.equals("42601") ? QUOTED.matcher(text).replaceAll(match -> token(match.group())) : text;
    }

    private static String token(String quoted) {
        boolean word = quoted.length() <= LONGEST_SYNTAX && quoted.matches("\"[^'0-9$]*\"");
        return word ? quoted.replace("$", "\\$") : "\u2026";
    }
}
