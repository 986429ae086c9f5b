package io.dbops.verification.tck;

import io.dbops.testkit.tck.DialectTck;
import io.dbops.testservers.ServerKind;
import io.dbops.testservers.TestDatabase;
import io.dbops.verification.OnDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The contract of dialects on one of our servers. */
abstract class ServerDialectTck extends DialectTck implements OnDatabase {

    private final ServerKind kind;
    private final ContractDatabase facts;
    private @Nullable TestDatabase database;
    private @Nullable Stranger stranger;

    ServerDialectTck(ServerKind kind) {
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
    protected final DataSource emptyDatabase() {
        database = ContractDatabase.create(kind);
        return database.dataSource();
    }

    @Override
    protected final Connection connectAsStranger() throws SQLException {
        if (database == null) {
            throw new IllegalStateException("no test runs");
        }
        if (stranger == null) {
            stranger = Stranger.in(database, kind.family());
        }
        return stranger.connections().getConnection();
    }

    @Override
    protected final void dropDatabase() throws SQLException {
        if (stranger != null) {
            stranger.drop();
            stranger = null;
        }
        if (database != null) {
            database.close();
        }
    }

    @Override
    protected final String boundLockWaits() {
        return facts.boundLockWaits();
    }

    @Override
    protected final String openTransactions() {
        return facts.openTransactions();
    }

    @Override
    protected final List<String> changesOfSettings() {
        return facts.changesOfSettings();
    }

    @Override
    protected final Optional<String> endWhenIdle() {
        return facts.endWhenIdle();
    }

    @Override
    protected final Optional<String> loadStatement() {
        return facts.loadStatement();
    }

    @Override
    protected final boolean tellsStorage() {
        return kind.family() == ServerKind.Family.MYSQL || kind.family() == ServerKind.Family.MARIADB;
    }

    @Override
    protected final String longQuery() {
        return facts.longQuery();
    }

    @Override
    protected final Optional<String> setVariable() {
        return facts.setVariable();
    }

    @Override
    protected final String readVariable() {
        return facts.readVariable();
    }

    @Override
    protected final List<String> refusedInsideTransactions() {
        return facts.refusedInsideTransactions();
    }
}
