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

    /**
     * The same statement of a view. The servers write most of what belongs to its database without the database's name, and then
     * {@code `database`.} can also be a table of that name: so it is removed only before functions, sequences, and columns that name
     * their table too, as MariaDB writes them when the view's definer has no rights; and everywhere where the statement holds the select
     * as the catalogue has it.
     *
     * @param select as the catalogue has it, where every name has its database; empty if it is not known
     */
    static String ofView(String sql, String select, String database) {
        if (!select.isEmpty() && sql.contains(select)) {
            return of(sql, database);
        }
        String qualifier = '`' + database.replace("`", "``") + "`.";
        StringBuilder result = new StringBuilder(sql.length());
        int at = 0;
        while (at < sql.length()) {
            int name = at + qualifier.length();
            if (sql.startsWith(qualifier, at) && (isWhole(sql, name) || isOfSequence(result))) {
                at = name;
                continue;
            }
            int end = endOfToken(sql, at);
            result.append(sql, at, end);
            at = end;
        }
        return result.toString();
    }

    /** A function, or a table with its column. */
    private static boolean isWhole(String sql, int name) {
        int end = endOfToken(sql, name);
        return sql.startsWith("`", name) && (sql.startsWith("(", end) || sql.startsWith(".`", end));
    }

    private static boolean isOfSequence(StringBuilder before) {
        String text = before.substring(Math.max(0, before.length() - "lastval(".length()));
        return text.endsWith("nextval(") || text.endsWith("lastval(") || text.endsWith("setval(");
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
