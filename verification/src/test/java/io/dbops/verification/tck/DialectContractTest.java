package io.dbops.verification.tck;

import io.dbops.spi.DatabaseDialect;
import io.dbops.testkit.tck.DialectTck;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.TestDatabase;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Every dialect keeps the contract of dialects on every server. */
@ParameterizedClass
@EnumSource
final class DialectContractTest extends DialectTck {

    private final ServerKind kind;
    private final ContractDatabase facts;
    private @Nullable TestDatabase database;

    DialectContractTest(ServerKind kind) {
        this.kind = kind;
        this.facts = ContractDatabase.of(kind);
    }

    @Override
    protected DatabaseDialect dialect() {
        return facts.dialect();
    }

    @Override
    protected DataSource emptyDatabase() {
        database = ContractDatabase.create(kind);
        return database.dataSource();
    }

    @Override
    protected void dropDatabase() {
        if (database != null) {
            database.close();
        }
    }

    @Override
    protected String boundLockWaits() {
        return facts.boundLockWaits();
    }

    @Override
    protected String openTransactions() {
        return facts.openTransactions();
    }

    @Override
    protected List<String> changesOfSettings() {
        return facts.changesOfSettings();
    }

    @Override
    protected Optional<String> endWhenIdle() {
        return facts.endWhenIdle();
    }
}
