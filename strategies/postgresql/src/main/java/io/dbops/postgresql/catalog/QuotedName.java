package io.dbops.postgresql.catalog;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Quoted names as people and selections spell them. Pure. */
public final class QuotedName {

    private static final Pattern QUOTED = Pattern.compile("\"((?:[^\"]|\"\")*)\"");

    private QuotedName() {}

    /** {@code "shop"."Or""ders"} as {@code shop.Or"ders}; what is not quoted stays. */
    public static String plain(String text) {
        return QUOTED.matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(match.group(1).replace("\"\"", "\"")));
    }
}
