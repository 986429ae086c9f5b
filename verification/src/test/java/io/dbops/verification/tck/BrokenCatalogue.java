package io.dbops.verification.tck;

import io.dbops.spi.DatabaseDialect;
import io.dbops.spi.sql.CatalogueEntry;
import io.dbops.spi.sql.CatalogueObject;
import io.dbops.testservers.ServerKind;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Function;

/** Dialects that read the catalogue wrongly in one way each, with the test that must find out. */
enum BrokenCatalogue implements Broken<DatabaseDialect> {
    SEES_WHAT_IS_NOT_THERE("anObjectThatIsNotThereIsAbsent", dialect -> new CatalogueDecorator(dialect) {
        @Override
        public CatalogueEntry read(Connection connection, CatalogueObject object) throws SQLException {
            CatalogueEntry right = super.read(connection, object);
            return right.isAbsent() ? CatalogueEntry.of("nothing") : right;
        }
    }),
    OVERLOOKS_COLUMNS("aReadingChangesWithTheDefinition", dialect -> new CatalogueDecorator(dialect) {
        @Override
        public CatalogueEntry read(Connection connection, CatalogueObject object) throws SQLException {
            CatalogueEntry right = super.read(connection, object);
            return right.isAbsent() ? right : CatalogueEntry.of("a table " + object.name());
        }
    }),
    COUNTS_ROWS("aReadingStaysTheSameWhenRowsChange", dialect -> new CatalogueDecorator(dialect) {
        @Override
        public CatalogueEntry read(Connection connection, CatalogueObject object) throws SQLException {
            CatalogueEntry right = super.read(connection, object);
            int rows = DialectDecorator.count(connection, "SELECT COUNT(*) FROM " + dialect.quote(object.name()));
            return CatalogueEntry.of(right.definition() + rows);
        }
    }),
    LOOKS_IN_ANOTHER_SCHEMA(
            "anObjectWithoutSchemaIsLookedForInTheCurrentOne", dialect -> new CatalogueDecorator(dialect) {
                @Override
                public CatalogueEntry read(Connection connection, CatalogueObject object) throws SQLException {
                    return super.read(
                            connection,
                            object.schema() == null
                                    ? new CatalogueObject(object.kind(), "elsewhere", object.name(), object.table())
                                    : object);
                }
            }),
    STORES_ALL_IN_ONE_PLACE("aTableThatIsEmptiedIsStoredElsewhere", dialect -> new CatalogueDecorator(dialect) {
        @Override
        public Optional<String> storage(Connection connection, CatalogueObject table) {
            return Optional.of("there");
        }
    });

    private final String sentence;
    private final Function<DatabaseDialect, DatabaseDialect> breaking;

    BrokenCatalogue(String sentence, Function<DatabaseDialect, DatabaseDialect> breaking) {
        this.sentence = sentence;
        this.breaking = breaking;
    }

    @Override
    public ServerKind kind() {
        return ServerKind.MARIADB_11_4;
    }

    @Override
    public String sentence() {
        return sentence;
    }

    @Override
    public DatabaseDialect implementation() {
        return breaking.apply(ContractDatabase.of(kind()).dialect());
    }
}
