package io.dbops.postgresql;

import io.dbops.spi.sql.Capabilities;
import io.dbops.spi.sql.DatabaseIdentity;
import io.dbops.spi.sql.Feature;
import io.dbops.spi.sql.Support;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Asks a server what it can do, in one round trip. */
final class CapabilityProbe {

    private static final int OLDEST_TESTED = 14;

    /** Products that answer as PostgreSQL and differ in locks, snapshots or DDL. */
    private static final List<String> LOOK_ALIKES =
            List.of("CockroachDB", "Redshift", "YugabyteDB", "-YB-", "Greenplum", "Materialize", "QuestDB", "CrateDB");

    private static final String QUERY = """
            SELECT pg_catalog.version(), pg_catalog.pg_is_in_recovery(),
                   pg_catalog.has_function_privilege('pg_catalog.pg_try_advisory_xact_lock(bigint)', 'EXECUTE'),
                   pg_catalog.has_function_privilege('pg_catalog.pg_export_snapshot()', 'EXECUTE')""";

    private CapabilityProbe() {}

    static Capabilities probe(Connection connection) throws SQLException {
        DatabaseIdentity identity = DatabaseIdentity.of(connection);
        if (identity.majorVersion() < OLDEST_TESTED) {
            return none(
                    identity,
                    identity + " is older than " + OLDEST_TESTED + ", the oldest version that DbOps supports");
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(QUERY)) {
            row.next();
            String version = row.getString(1);
            for (String lookAlike : LOOK_ALIKES) {
                if (version.contains(lookAlike)) {
                    return none(identity, "the server is " + lookAlike + ", not PostgreSQL");
                }
            }
            return new Capabilities(identity, features(row.getBoolean(2), row.getBoolean(3), row.getBoolean(4)));
        } finally {
            if (!connection.getAutoCommit()) {
                connection.rollback();
            }
        }
    }

    private static Map<Feature, Support> features(boolean standby, boolean mayLock, boolean mayExport) {
        Map<Feature, Support> features = new EnumMap<>(Feature.class);
        features.put(
                Feature.TRANSACTIONAL_DDL,
                standby
                        ? Support.no("the server is a standby and takes no changes; connect to the primary")
                        : Support.yes("PostgreSQL rolls DDL back"));
        features.put(Feature.SESSION_LOCK, sessionLock(standby, mayLock));
        features.put(Feature.SESSION_VISIBILITY, Support.yes("pg_stat_activity shows every session of the own role"));
        features.put(
                Feature.SHARED_SNAPSHOT,
                mayExport
                        ? Support.yes("this role may export a snapshot")
                        : Support.no("this role lacks EXECUTE on pg_export_snapshot()"));
        features.put(
                Feature.DDL_LOCK, Support.yes("ACCESS SHARE locks keep ALTER, DROP and TRUNCATE of locked tables out"));
        return features;
    }

    private static Support sessionLock(boolean standby, boolean mayLock) {
        if (standby) {
            return Support.no("a lock on a standby does not keep sessions of the primary out; connect to the primary");
        }
        return mayLock
                ? Support.yes("this role may take advisory locks")
                : Support.no("this role lacks EXECUTE on pg_try_advisory_xact_lock(bigint)");
    }

    private static Capabilities none(DatabaseIdentity identity, String reason) {
        Map<Feature, Support> features = new EnumMap<>(Feature.class);
        for (Feature feature : Feature.values()) {
            features.put(feature, Support.no(reason));
        }
        return new Capabilities(identity, features);
    }
}
