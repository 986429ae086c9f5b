package io.dbops.mysql;

import io.dbops.spi.sql.Support;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Whether a lock of the server keeps everybody out, found out in one round trip. It does not where several servers take writes to
 * the same data, since {@code GET_LOCK} is each server's own: Galera (MariaDB, Percona XtraDB Cluster), and group replication in
 * multi-primary mode. And some servers and proxies refuse it, which nobody knows before asking.
 */
final class LockProbe {

    private static final String LOCK = "CONCAT('dbops:probe:', CONNECTION_ID())";

    /** A server that does not know a variable leaves it out. The branches of a UNION ALL are evaluated in their order. */
    private static final String FACTS = "SELECT VARIABLE_NAME, VARIABLE_VALUE FROM %s.global_variables"
            + " WHERE VARIABLE_NAME IN ('wsrep_on', 'wsrep_provider', 'group_replication_single_primary_mode',"
            + " 'group_replication_group_name')"
            + " UNION ALL SELECT 'granted', CAST(GET_LOCK(" + LOCK + ", 0) AS CHAR)"
            + " UNION ALL SELECT 'released', CAST(RELEASE_LOCK(" + LOCK + ") AS CHAR)";

    private final Map<String, String> facts;

    private LockProbe(Map<String, String> facts) {
        this.facts = facts;
    }

    /**
     * Asks.
     *
     * @param schema where the server shows its variables as a table of this name, in either case
     */
    static LockProbe of(Connection connection, String schema) throws SQLException {
        Map<String, String> facts = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(FACTS.formatted(schema))) {
            while (rows.next()) {
                facts.put(rows.getString(1).toLowerCase(Locale.ROOT), String.valueOf(rows.getString(2)));
            }
        }
        return new LockProbe(facts);
    }

    Support support() {
        Optional<String> shared = shared();
        if (shared.isPresent()) {
            return Support.no(shared.get() + ", and GET_LOCK keeps out the sessions of one server only");
        }
        return fact("granted").equals("1") && fact("released").equals("1")
                ? Support.yes("GET_LOCK was granted and released")
                : Support.no("GET_LOCK on a name that nobody else uses was not granted");
    }

    private Optional<String> shared() {
        boolean provided =
                !fact("wsrep_provider").isEmpty() && !fact("wsrep_provider").equals("none");
        if (provided && fact("wsrep_on").equals("ON")) {
            return Optional.of("the server is a Galera node");
        }
        boolean grouped = !fact("group_replication_group_name").isEmpty();
        return grouped && fact("group_replication_single_primary_mode").equals("OFF")
                ? Optional.of("the server is in a replication group with several primaries")
                : Optional.empty();
    }

    private String fact(String name) {
        return facts.getOrDefault(name, "");
    }
}
