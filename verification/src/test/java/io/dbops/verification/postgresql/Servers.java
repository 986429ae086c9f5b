package io.dbops.verification.postgresql;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dbops.testservers.Availability;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.ServerKind.Family;
import io.dbops.testservers.TestDatabase;
import io.dbops.testservers.TestServers;
import java.util.Arrays;
import java.util.stream.Stream;

/** The versions of PostgreSQL that every test of this package runs on; one that cannot run here is skipped by name. */
final class Servers {

    private Servers() {}

    static Stream<ServerKind> all() {
        return Arrays.stream(ServerKind.values()).filter(kind -> kind.family() == Family.POSTGRESQL);
    }

    /** Oldest and newest, for what does not differ in between. */
    static Stream<ServerKind> ends() {
        return Stream.of(ServerKind.POSTGRESQL_14, ServerKind.POSTGRESQL_18);
    }

    static TestDatabase database(ServerKind kind) {
        Availability availability = TestServers.availability(kind);
        assumeTrue(availability.available(), availability.reason());
        return TestServers.server(kind).createDatabase();
    }

    static int major(ServerKind kind) {
        return Integer.parseInt(kind.series());
    }
}
