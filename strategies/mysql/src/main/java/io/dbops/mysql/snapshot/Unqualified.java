package io.dbops.mysql.snapshot;

/** Removes one database's name from a definition that the server wrote: only outside of texts and comments. Pure. */
final class Unqualified {

    private Unqualified() {}

    /** The same statement without {@code `database`.} before names. */
    static String of(String sql, String database) {
        String qualifier = '`' + database.replace("`", "``") + "`.";
        StringBuilder result = new StringBuilder(sql.length());
        int at = 0;
        while (at < sql.length()) {
            if (sql.startsWith(qualifier, at) && (at == 0 || sql.charAt(at - 1) != '.')) {
                at += qualifier.length();
                continue;
            }
            int end = endOfToken(sql, at);
            result.append(sql, at, end);
            at = end;
        }
        return result.toString();
    }

    private static int endOfToken(String sql, int at) {
        char open = sql.charAt(at);
        if (open != '\'' && open != '"' && open != '`') {
            return at + 1;
        }
        for (int i = at + 1; i < sql.length(); i++) {
            char c = sql.charAt(i);
            if (c == '\\' && open != '`') {
                i++;
            } else if (c == open) {
                if (i + 1 < sql.length() && sql.charAt(i + 1) == open) {
                    i++;
                } else {
                    return i + 1;
                }
            }
        }
        return sql.length();
    }
}
