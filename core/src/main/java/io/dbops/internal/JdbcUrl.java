package io.dbops.internal;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Shows a JDBC URL without what may be secret in it. */
public final class JdbcUrl {

    /** Products, hosts, ports, names and paths: nothing else is known to be no secret. */
    private static final Pattern PLAIN = Pattern.compile(
            "(jdbc:[a-z0-9]+:(?:[a-z]+:)*(?://(?:[A-Za-z0-9._-]+(?::[0-9]+)?,?)*/?)?[A-Za-z0-9._~/$%+-]*)([?;].*)?",
            Pattern.DOTALL);

    private static final Pattern PRODUCT = Pattern.compile("jdbc:[a-z0-9]+:(?:[a-z]+:)*");

    private JdbcUrl() {}

    /**
     * The URL up to its first parameter, if that is no more than product, hosts and name; of any other only the product,
     * since drivers take user and password in many places.
     */
    public static String redact(String url) {
        Matcher plain = PLAIN.matcher(url);
        if (url.indexOf('@') < 0 && plain.matches()) {
            return plain.group(2) == null
                    ? url
                    : plain.group(1) + plain.group(2).charAt(0) + "...";
        }
        Matcher product = PRODUCT.matcher(url);
        return (product.lookingAt() ? product.group() : "jdbc:") + "...";
    }

    /** Whether the URL names a user before the host, as {@code //user:password@host}, and so may name a password. */
    static boolean hasUserInformation(String url) {
        return url.indexOf('@') >= 0;
    }
}
