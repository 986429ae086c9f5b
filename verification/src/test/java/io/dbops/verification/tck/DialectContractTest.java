package io.dbops.verification.tck;

import io.dbops.spi.DatabaseDialect;
import io.dbops.testservers.ServerKind;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Every dialect keeps the contract of dialects on every server. */
@ParameterizedClass
@EnumSource
final class DialectContractTest extends ServerDialectTck {

    DialectContractTest(ServerKind kind) {
        super(kind);
    }

    @Override
    protected DatabaseDialect dialect() {
        return facts().dialect();
    }
}
