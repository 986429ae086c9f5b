package io.dbops.verification.tck;

import io.dbops.spi.DatabaseDialect;
import io.dbops.spi.sql.CatalogueEntry;
import io.dbops.spi.sql.CatalogueObject;
import io.dbops.spi.sql.CatalogueReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** Passes everything on, for a dialect that reads the catalogue too. */
class CatalogueDecorator extends DialectDecorator implements CatalogueReader {

    private final CatalogueReader reader;

    CatalogueDecorator(DatabaseDialect dialect) {
        super(dialect);
        this.reader = (CatalogueReader) dialect;
    }

    @Override
    public CatalogueEntry read(Connection connection, CatalogueObject object) throws SQLException {
        return reader.read(connection, object);
    }

    @Override
    public Optional<String> storage(Connection connection, CatalogueObject table) throws SQLException {
        return reader.storage(connection, table);
    }
}
