package io.dbops.mysql.snapshot;

import io.dbops.backup.Owners;
import io.dbops.mysql.server.Grants;
import io.dbops.spi.snapshot.SchemaItem;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The accounts in whose name views and stored programs run. The servers make such an object for an account that is not there,
 * and refuse its use later; they refuse to make it for another account than one's own without a right to do so.
 */
final class Definers {

    private static final String QUOTED = "`((?:[^`]|``)*)`";

    private static final Pattern CLAUSE = Pattern.compile(
            "(CREATE (?:OR REPLACE )?(?:ALGORITHM=[A-Z]+ )?)DEFINER=" + QUOTED + "(?:@" + QUOTED + ")? (.*)",
            Pattern.DOTALL);

    private record Account(String user, Optional<String> host) {

        /** Of the clause that was found. */
        static Account in(Matcher clause) {
            return new Account(
                    plain(clause.group(2)), Optional.ofNullable(clause.group(3)).map(Definers::plain));
        }

        /** As {@link #toString} writes it; a role of MariaDB has no host. */
        static Account parse(String text) {
            int at = text.lastIndexOf('@');
            return at < 0
                    ? new Account(text, Optional.empty())
                    : new Account(text.substring(0, at), Optional.of(text.substring(at + 1)));
        }

        String quoted() {
            return Definers.quoted(user)
                    + host.map(name -> "@" + Definers.quoted(name)).orElse("");
        }

        @Override
        public String toString() {
            return user + host.map(name -> "@" + name).orElse("");
        }
    }

    private final Map<String, String> objects = new TreeMap<>();
    private final Map<String, Account> accounts = new TreeMap<>();

    private Definers() {}

    static Definers of(List<SchemaItem> definitions) {
        Definers definers = new Definers();
        for (SchemaItem item : definitions) {
            Matcher clause = CLAUSE.matcher(item.sql());
            if (clause.matches()) {
                Account account = Account.in(clause);
                definers.accounts.put(account.toString(), account);
                definers.objects.putIfAbsent(account.toString(), item.kind() + " " + item.name());
            }
        }
        return definers;
    }

    static Set<String> accounts(SchemaItem item) {
        Matcher clause = CLAUSE.matcher(item.sql());
        return clause.matches() ? Set.of(Account.in(clause).toString()) : Set.of();
    }

    /** Without a definer, whoever makes an object is its definer. */
    static SchemaItem withOwners(SchemaItem item, Owners owners) {
        Matcher clause = CLAUSE.matcher(item.sql());
        if (!clause.matches() || !owners.areDropped() && owners.names().isEmpty()) {
            return item;
        }
        String definer = owners.areDropped()
                ? ""
                : "DEFINER="
                        + Account.parse(owners.inTarget(Account.in(clause).toString()))
                                .quoted() + " ";
        return new SchemaItem(
                item.phase(), item.kind(), item.name(), clause.group(1) + definer + clause.group(4), item.place());
    }

    private static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    private static String plain(String quoted) {
        return quoted.replace("``", "`");
    }

    /** One sentence for each that is not there or in whose name this user may not define; of rights to look nothing is said. */
    List<String> missing(Connection connection) throws SQLException {
        String own = currentUser(connection);
        Grants grants = Grants.of(connection);
        boolean mayDefine = grants.global("SUPER")
                || grants.global("SET_USER_ID")
                || grants.global("SET_ANY_DEFINER")
                || grants.global("SET USER");
        boolean mayLook = grants.onDatabase("SELECT", "mysql");
        List<String> missing = new ArrayList<>();
        for (Account account : accounts.values()) {
            String needs = "; " + objects.get(account.toString()) + " runs in its name";
            if (mayLook && !exists(connection, account)) {
                missing.add("account " + account + " is missing on the target" + needs
                        + ". Create it, or restore with other owners");
            } else if (!mayDefine && !account.toString().equals(own)) {
                missing.add("the user may not define in the name of account " + account + needs
                        + " (SET_USER_ID on MySQL, SET USER on MariaDB)");
            }
        }
        return missing;
    }

    private static String currentUser(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT CURRENT_USER()")) {
            row.next();
            return row.getString(1);
        }
    }

    private static boolean exists(Connection connection, Account account) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT 1 FROM mysql.user WHERE User = ? AND Host = ?")) {
            statement.setString(1, account.user());
            statement.setString(2, account.host().orElse(""));
            try (ResultSet row = statement.executeQuery()) {
                return row.next();
            }
        }
    }
}
