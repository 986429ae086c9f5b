package io.dbops.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbops.spi.sql.CatalogueEntry;
import io.dbops.spi.sql.CatalogueObject;
import io.dbops.spi.sql.CatalogueReader;
import io.dbops.spi.sql.Feature;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The contract of {@link CatalogueReader}; part of {@link DialectTck}. */
abstract class CatalogueTck extends HistoryTck {

    private static final CatalogueObject ITEM = new CatalogueObject("TABLE", null, "item", null);

    private CatalogueReader reader() {
        assertThat(dialect())
                .as("a dialect whose database has statements that no rollback undoes")
                .isInstanceOf(CatalogueReader.class);
        return (CatalogueReader) dialect();
    }

    private Connection withItem() throws SQLException {
        Connection connection = connect();
        execute(connection, "CREATE TABLE " + quoted("item") + " (id INT PRIMARY KEY, name VARCHAR(20))");
        return connection;
    }

    /** Of which no rollback undoes one; an index may be built so everywhere, columns only where DDL commits. */
    private List<String> changesOfItem(Connection connection) throws SQLException {
        String table = quoted("item");
        List<String> changes = new ArrayList<>();
        changes.add("CREATE INDEX " + quoted("item_name") + " ON " + table + " (name)");
        if (!dialect().probe(connection).has(Feature.TRANSACTIONAL_DDL)) {
            changes.add("ALTER TABLE " + table + " ADD COLUMN price INT");
            changes.add("ALTER TABLE " + table + " DROP COLUMN price");
        }
        return changes;
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
        String before = reader.read(connection, ITEM).definition();
        for (String change : changesOfItem(connection)) {
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
        assertThat(before.isPresent()).as("it tells where a table is stored").isEqualTo(tellsStorage());
        execute(connection, "INSERT INTO " + quoted("item") + " VALUES (1, 'x')");
        assertThat(reader.storage(connection, ITEM)).isEqualTo(before);
        execute(connection, "TRUNCATE TABLE " + quoted("item"));
        Optional<String> after = reader.storage(connection, ITEM);
        assertThat(after.isPresent()).isEqualTo(tellsStorage());
        assertThat(after.equals(before))
                .as("it differs once the table is empty")
                .isEqualTo(!tellsStorage());
    }
}
