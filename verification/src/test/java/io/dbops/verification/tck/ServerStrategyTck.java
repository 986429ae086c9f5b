package io.dbops.verification.tck;

import io.dbops.spi.DatabaseDialect;
import io.dbops.testkit.tck.BackupStrategyTck;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.ServerKind.Family;
import io.dbops.testservers.TestDatabase;
import io.dbops.verification.OnDatabase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The contract of strategies on one of our servers. */
abstract class ServerStrategyTck extends BackupStrategyTck implements OnDatabase {

    private final ServerKind kind;
    private final ContractDatabase facts;
    private final List<TestDatabase> databases = new ArrayList<>();
    private @Nullable Stranger stranger;

    ServerStrategyTck(ServerKind kind) {
        this.kind = kind;
        this.facts = ContractDatabase.of(kind);
    }

    @Override
    public final ServerKind kind() {
        return kind;
    }

    final ContractDatabase facts() {
        return facts;
    }

    @Override
    protected final DatabaseDialect dialect() {
        return facts.dialect();
    }

    @Override
    protected final DataSource emptyDatabase() {
        TestDatabase database = ContractDatabase.create(kind);
        databases.add(database);
        return database.dataSource();
    }

    @Override
    protected final DataSource connectionsThatMayNotReadAccounts() throws SQLException {
        stranger = Stranger.in(databases.get(0), kind.family()).mayRead("nothing");
        return stranger.connections();
    }

    @Override
    protected final void dropDatabases() throws SQLException {
        if (stranger != null) {
            stranger.drop();
        }
        databases.forEach(TestDatabase::close);
    }

    @Override
    protected final String boundDdlWaits() {
        return facts.boundDdlWaits();
    }

    @Override
    protected final Optional<String> keepReadersOut() {
        return facts.keepReadersOut();
    }

    @Override
    protected final String identityColumn() {
        return facts.identityColumn();
    }

    @Override
    protected final String generatedColumn() {
        return facts.generatedColumn();
    }

    @Override
    protected final boolean databasesHoldSchemas() {
        return kind.family() == Family.H2 || kind.family() == Family.POSTGRESQL;
    }
}
