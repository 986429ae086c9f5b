package io.dbops.verification.tck;

import io.dbops.spi.DatabaseDialect;
import io.dbops.testservers.ServerKind;
import java.util.function.Function;

/** A dialect of which one part breaks its contract; implemented by enums. */
interface BrokenDialectPart extends Broken<DatabaseDialect> {

    /**
     * Where and how.
     *
     * @param kind of the database whose dialect is broken
     * @param sentence the one test that must find it out
     * @param breaking makes the broken dialect of the right one
     */
    record Breach(ServerKind kind, String sentence, Function<DatabaseDialect, DatabaseDialect> breaking) {}

    Breach breach();

    @Override
    default ServerKind kind() {
        return breach().kind();
    }

    @Override
    default String sentence() {
        return breach().sentence();
    }

    @Override
    default DatabaseDialect implementation() {
        return breach().breaking().apply(ContractDatabase.of(kind()).dialect());
    }
}
