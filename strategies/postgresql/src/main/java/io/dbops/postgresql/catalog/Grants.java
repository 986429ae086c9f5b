package io.dbops.postgresql.catalog;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Collects what is granted on one thing, and writes the statements that grant it again. Roles are quoted. Used by one thread. */
final class Grants {

    /**
     * One entry of an access control list, but for its privileges.
     *
     * @param grantee {@code PUBLIC} or a role
     */
    private record Terms(String grantor, String grantee, boolean withGrantOption) {}

    private final String prefix;
    private final String on;
    private final String column;
    private final String owner;
    private final Set<String> complete;
    private final boolean fromNone;
    private final Map<Terms, Set<String>> granted = new LinkedHashMap<>();

    /**
     * @param prefix such as {@code ALTER DEFAULT PRIVILEGES FOR ROLE "r" }, or empty
     * @param on such as {@code TABLE shop.orders}
     * @param column quoted, or empty for the whole
     * @param owner who grants unless an entry says otherwise
     * @param complete the privileges that are written as ALL together
     * @param fromNone whether what the owner and PUBLIC have by themselves is revoked first
     */
    Grants(String prefix, String on, String column, String owner, Set<String> complete, boolean fromNone) {
        this.prefix = prefix;
        this.on = on;
        this.column = column;
        this.owner = owner;
        this.complete = complete;
        this.fromNone = fromNone;
    }

    /** One privilege more, from a row of {@link PrivilegeDefinitions#ENTRY}, where it has any. */
    void add(ResultSet row) throws SQLException {
        String privilege = row.getString("privilege");
        if (privilege != null) {
            Terms terms = new Terms(row.getString("grantor"), row.getString("grantee"), row.getBoolean("grantable"));
            granted.computeIfAbsent(terms, key -> new LinkedHashSet<>()).add(privilege);
        }
    }

    List<String> statements() {
        List<String> statements = new ArrayList<>();
        if (fromNone) {
            statements.add(prefix + "REVOKE ALL ON " + on + " FROM PUBLIC, " + owner);
        }
        granted.forEach((terms, privileges) -> {
            String grant = prefix + "GRANT " + list(privileges) + " ON " + on + " TO " + terms.grantee()
                    + (terms.withGrantOption() ? " WITH GRANT OPTION" : "");
            statements.add(terms.grantor().equals(owner) ? grant : as(terms.grantor(), grant));
        });
        return statements;
    }

    private String list(Set<String> privileges) {
        if (privileges.equals(complete)) {
            return "ALL";
        }
        String suffix = column.isEmpty() ? "" : " (" + column + ")";
        return String.join(", ", privileges.stream().map(each -> each + suffix).toList());
    }

    /** GRANT has no say in who grants: whoever may act for the owner grants as the owner. */
    private static String as(String grantor, String grant) {
        return "DO "
                + dollarQuoted(" DECLARE acting text := pg_catalog.current_setting('role'); BEGIN SET LOCAL ROLE "
                        + grantor + "; " + grant + "; PERFORM pg_catalog.set_config('role', acting, true); END ");
    }

    /** The text as a literal, with quotes that it does not hold. */
    static String dollarQuoted(String text) {
        StringBuilder quote = new StringBuilder("$q$");
        while (text.contains(quote)) {
            quote.insert(1, 'q');
        }
        return quote + text + quote;
    }
}
