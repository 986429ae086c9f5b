package io.dbops.internal;

import java.util.regex.Pattern;

/** Shows a JDBC URL without what may be secret in it. */
public final class JdbcUrl {

    private static final Pattern USER_INFO = Pattern.compile("//[^/@?;]*@");

    private JdbcUrl() {}

    /** The URL without user information and without everything from the first parameter on. */
    public static String redact(String url) {
        String shown = USER_INFO.matcher(url).replaceFirst("//...@");
        int cut = shown.length();
        for (char mark : new char[] {'?', ';'}) {
            int at = shown.indexOf(mark);
            if (at >= 0) {
                cut = Math.min(cut, at);
            }
        }
        return cut == shown.length() ? shown : shown.substring(0, cut) + shown.charAt(cut) + "...";
    }
}
