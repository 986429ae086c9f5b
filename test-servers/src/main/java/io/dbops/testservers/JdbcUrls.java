package io.dbops.testservers;

/** The two places where the syntax of JDBC URLs differs between the drivers: the database and the options. */
final class JdbcUrls {
    private static final String H2 = "jdbc:h2:";

    private JdbcUrls() {}

    /** The same server and options, another database. H2 has no server: its database is a sibling of the one given. */
    static String withDatabase(String url, String database) {
        if (url.startsWith(H2)) {
            int options = indexOrEnd(url, ';', 0);
            return url.substring(0, options) + "_" + database + url.substring(options);
        }
        int authority = url.indexOf("//");
        if (authority < 0) {
            throw new IllegalArgumentException("expected a JDBC URL with //host, got " + url);
        }
        int options = indexOrEnd(url, '?', authority);
        int path = Math.min(indexOrEnd(url, '/', authority + 2), options);
        return url.substring(0, path) + "/" + database + url.substring(options);
    }

    static String withOption(String url, String option, String value) {
        String separator = url.startsWith(H2) ? ";" : url.indexOf('?') < 0 ? "?" : url.endsWith("?") ? "" : "&";
        return url + separator + option + "=" + value;
    }

    private static int indexOrEnd(String url, char wanted, int from) {
        int index = url.indexOf(wanted, from);
        return index < 0 ? url.length() : index;
    }
}
