package io.dbops.verification.tck;

import io.dbops.spi.DatabaseDialect;
import io.dbops.spi.sql.CatalogueEntry;
import io.dbops.spi.sql.CatalogueObject;
import io.dbops.testservers.ServerKind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** Dialects that load data or read the catalogue wrongly in one way each, with the test that must find out. */
enum BrokenFacet implements BrokenDialectPart {
    CLOSES_THE_STREAM(
            ServerKind.POSTGRESQL_18,
            "aLoadCountsItsRowsAndLeavesTheStreamOpen",
            postgresql -> new DataDecorator(postgresql) {
                @Override
                public long load(Connection connection, String statement, InputStream data)
                        throws SQLException, IOException {
                    try (data) {
                        return super.load(connection, statement, data);
                    }
                }
            }),
    COUNTS_NO_ROWS(
            ServerKind.POSTGRESQL_18,
            "aLoadCountsItsRowsAndLeavesTheStreamOpen",
            postgresql -> new DataDecorator(postgresql) {
                @Override
                public long load(Connection connection, String statement, InputStream data)
                        throws SQLException, IOException {
                    super.load(connection, statement, data);
                    return 0;
                }
            }),
    COMMITS(
            ServerKind.POSTGRESQL_18,
            "aLoadIsPartOfTheTransactionThatIsOpen",
            postgresql -> new DataDecorator(postgresql) {
                @Override
                public long load(Connection connection, String statement, InputStream data)
                        throws SQLException, IOException {
                    long rows = super.load(connection, statement, data);
                    DialectDecorator.run(connection, "COMMIT");
                    return rows;
                }
            }),
    KEEPS_WHAT_IT_COULD_READ(
            ServerKind.POSTGRESQL_18,
            "dataThatCannotBeReadUndoTheirStatement",
            postgresql -> new DataDecorator(postgresql) {
                @Override
                public long load(Connection connection, String statement, InputStream data)
                        throws SQLException, IOException {
                    super.load(connection, statement, new ByteArrayInputStream(data.readNBytes(6)));
                    return super.load(connection, statement, data);
                }
            }),
    BLAMES_THE_FIRST_LINE(
            ServerKind.POSTGRESQL_18,
            "theLineOfTheDataThatWasRefusedIsTold",
            postgresql -> new DataDecorator(postgresql) {
                @Override
                public OptionalLong failedLine(SQLException failure) {
                    return OptionalLong.of(1);
                }
            }),
    CANNOT_BE_STOPPED(
            ServerKind.POSTGRESQL_18, "aLoadIsCancelledFromAnotherThread", postgresql -> new DataDecorator(postgresql) {
                @Override
                public void cancel(Connection connection) {}
            }),
    READS_ALL_FIRST(
            ServerKind.POSTGRESQL_18, "manyDataAreSentAsTheyAreRead", postgresql -> new DataDecorator(postgresql) {
                @Override
                public long load(Connection connection, String statement, InputStream data)
                        throws SQLException, IOException {
                    return super.load(connection, statement, new ByteArrayInputStream(data.readNBytes(1 << 24)));
                }
            }),
    SEES_WHAT_IS_NOT_THERE(
            ServerKind.MARIADB_11_4, "anObjectThatIsNotThereIsAbsent", dialect -> new CatalogueDecorator(dialect) {
                @Override
                public CatalogueEntry read(Connection connection, CatalogueObject object) throws SQLException {
                    CatalogueEntry right = super.read(connection, object);
                    return right.isAbsent() ? CatalogueEntry.of("nothing") : right;
                }
            }),
    OVERLOOKS_COLUMNS(
            ServerKind.MARIADB_11_4, "aReadingChangesWithTheDefinition", dialect -> new CatalogueDecorator(dialect) {
                @Override
                public CatalogueEntry read(Connection connection, CatalogueObject object) throws SQLException {
                    CatalogueEntry right = super.read(connection, object);
                    return right.isAbsent() ? right : CatalogueEntry.of("a table " + object.name());
                }
            }),
    COUNTS_ROWS(
            ServerKind.MARIADB_11_4, "aReadingStaysTheSameWhenRowsChange", dialect -> new CatalogueDecorator(dialect) {
                @Override
                public CatalogueEntry read(Connection connection, CatalogueObject object) throws SQLException {
                    CatalogueEntry right = super.read(connection, object);
                    int rows =
                            DialectDecorator.count(connection, "SELECT COUNT(*) FROM " + dialect.quote(object.name()));
                    return CatalogueEntry.of(right.definition() + rows);
                }
            }),
    LOOKS_IN_ANOTHER_SCHEMA(
            ServerKind.MARIADB_11_4,
            "anObjectWithoutSchemaIsLookedForInTheCurrentOne",
            dialect -> new CatalogueDecorator(dialect) {
                @Override
                public CatalogueEntry read(Connection connection, CatalogueObject object) throws SQLException {
                    return super.read(
                            connection,
                            object.schema() == null
                                    ? new CatalogueObject(object.kind(), "elsewhere", object.name(), object.table())
                                    : object);
                }
            }),
    STORES_ALL_IN_ONE_PLACE(
            ServerKind.MARIADB_11_4,
            "aTableThatIsEmptiedIsStoredElsewhere",
            dialect -> new CatalogueDecorator(dialect) {
                @Override
                public Optional<String> storage(Connection connection, CatalogueObject table) {
                    return Optional.of("there");
                }
            });

    private final Breach breach;

    BrokenFacet(ServerKind kind, String sentence, Function<DatabaseDialect, DatabaseDialect> breaking) {
        this.breach = new Breach(kind, sentence, breaking);
    }

    @Override
    public Breach breach() {
        return breach;
    }
}
