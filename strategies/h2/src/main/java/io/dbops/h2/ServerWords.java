package io.dbops.h2;

import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** H2's messages without values. H2 appends the whole statement, and quotes in double quotes what it complains of. */
final class ServerWords {

    private static final String STATEMENT = "; SQL statement:";
    private static final Pattern VERSION = Pattern.compile(" \\[[0-9]+-[0-9]+]$");
    private static final Pattern LAST_QUOTED = Pattern.compile("\"(?:[^\"]|\"\")*\"(?=[^\"]*$)", Pattern.DOTALL);
    private static final Pattern KEY = Pattern.compile(" VALUES \\(.*|\\([^()]*\\)\"$", Pattern.DOTALL);
    private static final Pattern MARKED = Pattern.compile("\"[^\"]*\\[\\*](?:[^\"]|\"\")*\"", Pattern.DOTALL);
    private static final Pattern START = Pattern.compile("[^'\"0-9]{0,40}");

    private ServerWords() {}

    static String withoutValues(SQLException failure) {
        String message = String.valueOf(failure.getMessage());
        int statement = message.indexOf(STATEMENT);
        String text = statement < 0 ? VERSION.matcher(message).replaceFirst("") : message.substring(0, statement);
        int code = failure.getErrorCode();
        if (code == 23505 || code == 23503 || code == 23506) {
            return KEY.matcher(text).replaceFirst(" \u2026");
        }
        if (code >= 22000 && code < 23000) {
            return LAST_QUOTED.matcher(text).replaceFirst("\u2026");
        }
        Matcher syntax = MARKED.matcher(text);
        return syntax.find()
                ? text.substring(0, syntax.start()) + near(syntax.group()) + text.substring(syntax.end())
                : text;
    }

    /** What stands at H2's mark {@code [*]}, up to the first literal. */
    private static String near(String marked) {
        Matcher start = START.matcher(marked.substring(marked.indexOf("[*]") + 3));
        return start.lookingAt() ? "near " + start.group().strip() + "\u2026" : "\u2026";
    }
}
