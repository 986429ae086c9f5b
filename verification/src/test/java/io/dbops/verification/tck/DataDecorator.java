package io.dbops.verification.tck;

import io.dbops.spi.DatabaseDialect;
import io.dbops.spi.sql.InlineData;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.OptionalLong;

/** Passes everything on, for a dialect that loads data too. */
class DataDecorator extends DialectDecorator implements InlineData {

    private final InlineData loader;

    DataDecorator(DatabaseDialect dialect) {
        super(dialect);
        this.loader = (InlineData) dialect;
    }

    @Override
    public long load(Connection connection, String statement, InputStream data) throws SQLException, IOException {
        return loader.load(connection, statement, data);
    }

    @Override
    public void cancel(Connection connection) throws SQLException {
        loader.cancel(connection);
    }

    @Override
    public OptionalLong failedLine(SQLException failure) {
        return loader.failedLine(failure);
    }
}
