package io.dbops.spi.snapshot;

import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A session that waits because of a snapshot. Never holds a statement's text: that may hold values. Immutable. */
public final class BlockedSession {

    private static final Pattern NOISE =
            Pattern.compile("\\G(?:\\s+|--[^\\n]*\\n?|#[^\\n]*\\n?|/\\*.*?\\*/)+", Pattern.DOTALL);
    private static final Pattern WORD = Pattern.compile("\\G[A-Za-z]+(?![\\w$.`\"\\[])");
    private static final int LONGEST_WORD = 16;

    /** Words that may follow the first: what a statement acts on, never a name. */
    private static final Set<String> OBJECTS = Set.of(
            "TABLE",
            "TABLES",
            "INDEX",
            "VIEW",
            "MATERIALIZED",
            "SCHEMA",
            "DATABASE",
            "SEQUENCE",
            "TRIGGER",
            "FUNCTION",
            "PROCEDURE",
            "TYPE",
            "DOMAIN",
            "UNIQUE",
            "FULL",
            "INTO",
            "FROM");

    private final String session;
    private final String user;
    private final String statement;
    private final String object;
    private final Duration waited;
    private final boolean direct;

    /**
     * A session that waits.
     *
     * @param session the database's own name for it
     * @param user empty when it cannot be seen
     * @param statement a {@link #kind} of statement; empty when it cannot be seen
     * @param object what it waits for, such as {@code shop.orders}
     * @param waited for how long it has, at least; zero when the database does not tell
     * @param direct whether it waits for the snapshot itself, or else behind another that does
     */
    public BlockedSession(
            String session, String user, String statement, String object, Duration waited, boolean direct) {
        this.session = session;
        this.user = user;
        this.statement = statement;
        this.object = object;
        this.waited = waited;
        this.direct = direct;
    }

    /** The kind of a statement: its first keyword, with the one that follows where that tells more, such as ALTER TABLE. */
    public static String kind(String sql) {
        String first = word(sql, start(sql, 0));
        if (first.isEmpty()) {
            return "";
        }
        String second = word(sql, start(sql, start(sql, 0) + first.length()));
        return OBJECTS.contains(second) ? first + " " + second : first;
    }

    private static int start(String sql, int from) {
        Matcher noise = NOISE.matcher(sql);
        return noise.find(from) ? noise.end() : from;
    }

    private static String word(String sql, int from) {
        Matcher word = WORD.matcher(sql);
        return from < sql.length() && word.find(from) && word.end() - from <= LONGEST_WORD
                ? word.group().toUpperCase(Locale.ROOT)
                : "";
    }

    public String session() {
        return session;
    }

    public String user() {
        return user;
    }

    public String statement() {
        return statement;
    }

    public String object() {
        return object;
    }

    public Duration waited() {
        return waited;
    }

    public boolean direct() {
        return direct;
    }

    @Override
    public String toString() {
        return "session " + session + (user.isEmpty() ? "" : " of " + user)
                + (statement.isEmpty() ? "" : " with " + statement)
                + (object.isEmpty() ? "" : " on " + object);
    }
}
