package io.dbops.verification.tck;

import io.dbops.spi.BackupStrategy;
import io.dbops.spi.DatabaseDialect;
import io.dbops.testkit.tck.BackupStrategyTck;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Every snapshot strategy keeps the contract of strategies on every server. */
@ParameterizedClass
@EnumSource
final class StrategyContractTest extends BackupStrategyTck {

    private final ServerKind kind;
    private final ContractDatabase facts;
    private final List<TestDatabase> databases = new ArrayList<>();

    StrategyContractTest(ServerKind kind) {
        this.kind = kind;
        this.facts = ContractDatabase.of(kind);
    }

    @Override
    protected BackupStrategy strategy() {
        return facts.strategy();
    }

    @Override
    protected DatabaseDialect dialect() {
        return facts.dialect();
    }

    @Override
    protected DataSource emptyDatabase() {
        TestDatabase database = ContractDatabase.create(kind);
        databases.add(database);
        return database.dataSource();
    }

    @Override
    protected String boundDdlWaits() {
        return facts.boundDdlWaits();
    }

    @Override
    protected void dropDatabases() {
        databases.forEach(TestDatabase::close);
    }
}
