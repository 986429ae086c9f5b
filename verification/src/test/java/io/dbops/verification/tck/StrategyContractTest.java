package io.dbops.verification.tck;

import io.dbops.spi.BackupStrategy;
import io.dbops.testservers.ServerKind;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Every snapshot strategy keeps the contract of strategies on every server. */
@ParameterizedClass
@EnumSource
final class StrategyContractTest extends ServerStrategyTck {

    StrategyContractTest(ServerKind kind) {
        super(kind);
    }

    @Override
    protected BackupStrategy strategy() {
        return facts().strategy();
    }
}
