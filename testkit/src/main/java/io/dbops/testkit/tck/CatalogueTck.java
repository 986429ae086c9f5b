package io.dbops.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dbops.spi.sql.CatalogueEntry;
import io.dbops.spi.sql.CatalogueObject;
import io.dbops.spi.sql.CatalogueReader;
import io.dbops.spi.sql.Feature;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The contract of {@link CatalogueReader}, where a dialect is one; part of {@link DialectTck}. */
abstract class CatalogueTck extends HistoryTck {

    private static final CatalogueObject ITEM = new CatalogueObject("TABLE", null, "item", null);

    private CatalogueReader reader() {
        assumeTrue(dialect() instanceof CatalogueReader, "this dialect reads no catalogue");
        return (CatalogueReader) dialect();
    }

    /** Where a rollback undoes what a statement does to a table, nobody asks what the catalogue says of it. */
    private Connection withItem() throws SQLException {
        Connection connection = connect();
        assumeTrue(
                !dialect().probe(connection).has(Feature.TRANSACTIONAL_DDL),
                "a rollback undoes what changes tables here");
        execute(connection, "CREATE TABLE " + quoted("item") + " (id INT PRIMARY KEY, name VARCHAR(20))");
        return connection;
    }

    @Test
    void anObjectThatIsNotThereIsAbsent() throws SQLException {
        CatalogueReader reader = reader();
        Connection connection = withItem();
        CatalogueEntry none = reader.read(connection, new CatalogueObject("TABLE", null, "none", null));
        assertThat(none.isAbsent()).isTrue();
        assertThat(none.definition()).isEmpty();
        CatalogueEntry item = reader.read(connection, ITEM);
        assertThat(item.isAbsent()).isFalse();
        assertThat(item.definition()).isNotEmpty();
        execute(connection, "DROP TABLE " + quoted("item"));
        assertThat(reader.read(connection, ITEM).isAbsent()).isTrue();
    }

    @Test
    void aReadingChangesWithTheDefinition() throws SQLException {
        CatalogueReader reader = reader();
        Connection connection = withItem();
        String table = quoted("item");
        String before = reader.read(connection, ITEM).definition();
        for (String change : new String[] {
            "ALTER TABLE " + table + " ADD COLUMN price INT",
            "CREATE INDEX " + quoted("item_name") + " ON " + table + " (name)",
            "ALTER TABLE " + table + " DROP COLUMN price"
        }) {
            execute(connection, change);
            String after = reader.read(connection, ITEM).definition();
            assertThat(after).as(change).isNotEqualTo(before);
            before = after;
        }
    }

    @Test
    void aReadingStaysTheSameWhenRowsChange() throws SQLException {
        CatalogueReader reader = reader();
        Connection connection = withItem();
        String before = reader.read(connection, ITEM).definition();
        for (int i = 0; i < 20; i++) {
            execute(connection, "INSERT INTO " + quoted("item") + " VALUES (" + i + ", 'x')");
        }
        execute(connection, "DELETE FROM " + quoted("item") + " WHERE id > 4");
        assertThat(reader.read(connection, ITEM).definition()).isEqualTo(before);
    }

    @Test
    void anObjectWithoutSchemaIsLookedForInTheCurrentOne() throws SQLException {
        CatalogueReader reader = reader();
        Connection connection = withItem();
        CatalogueObject named = new CatalogueObject("TABLE", currentSchema(connection), "item", null);
        assertThat(reader.read(connection, ITEM).definition())
                .isNotEmpty()
                .isEqualTo(reader.read(connection, named).definition());
    }

    @Test
    void aTableThatIsEmptiedIsStoredElsewhere() throws SQLException {
        CatalogueReader reader = reader();
        Connection connection = withItem();
        Optional<String> before = reader.storage(connection, ITEM);
        assumeTrue(before.isPresent(), "the database does not say where it stores a table");
        assertThat(reader.storage(connection, ITEM)).isEqualTo(before);
        execute(connection, "INSERT INTO " + quoted("item") + " VALUES (1, 'x')");
        assertThat(reader.storage(connection, ITEM)).isEqualTo(before);
        execute(connection, "TRUNCATE TABLE " + quoted("item"));
        assertThat(reader.storage(connection, ITEM)).isPresent().isNotEqualTo(before);
    }
}
