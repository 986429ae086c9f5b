package io.dbops.verification.tck;

import io.dbops.spi.DatabaseDialect;
import io.dbops.testservers.ServerKind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.OptionalLong;
import java.util.function.Function;

/** Dialects that load data wrongly in one way each, with the test that must find out. */
enum BrokenLoading implements Broken<DatabaseDialect> {
    CLOSES_THE_STREAM("aLoadCountsItsRowsAndLeavesTheStreamOpen", postgresql -> new DataDecorator(postgresql) {
        @Override
        public long load(Connection connection, String statement, InputStream data) throws SQLException, IOException {
            try (data) {
                return super.load(connection, statement, data);
            }
        }
    }),
    COUNTS_NO_ROWS("aLoadCountsItsRowsAndLeavesTheStreamOpen", postgresql -> new DataDecorator(postgresql) {
        @Override
        public long load(Connection connection, String statement, InputStream data) throws SQLException, IOException {
            super.load(connection, statement, data);
            return 0;
        }
    }),
    COMMITS("aLoadIsPartOfTheTransactionThatIsOpen", postgresql -> new DataDecorator(postgresql) {
        @Override
        public long load(Connection connection, String statement, InputStream data) throws SQLException, IOException {
            long rows = super.load(connection, statement, data);
            DialectDecorator.run(connection, "COMMIT");
            return rows;
        }
    }),
    KEEPS_WHAT_IT_COULD_READ("dataThatCannotBeReadUndoTheirStatement", postgresql -> new DataDecorator(postgresql) {
        @Override
        public long load(Connection connection, String statement, InputStream data) throws SQLException, IOException {
            super.load(connection, statement, new ByteArrayInputStream(data.readNBytes(6)));
            return super.load(connection, statement, data);
        }
    }),
    BLAMES_THE_FIRST_LINE("theLineOfTheDataThatWasRefusedIsTold", postgresql -> new DataDecorator(postgresql) {
        @Override
        public OptionalLong failedLine(SQLException failure) {
            return OptionalLong.of(1);
        }
    }),
    CANNOT_BE_STOPPED("aLoadIsCancelledFromAnotherThread", postgresql -> new DataDecorator(postgresql) {
        @Override
        public void cancel(Connection connection) {}
    }),
    READS_ALL_FIRST("manyDataAreSentAsTheyAreRead", postgresql -> new DataDecorator(postgresql) {
        @Override
        public long load(Connection connection, String statement, InputStream data) throws SQLException, IOException {
            return super.load(connection, statement, new ByteArrayInputStream(data.readNBytes(1 << 24)));
        }
    });

    private final String sentence;
    private final Function<DatabaseDialect, DatabaseDialect> breaking;

    BrokenLoading(String sentence, Function<DatabaseDialect, DatabaseDialect> breaking) {
        this.sentence = sentence;
        this.breaking = breaking;
    }

    @Override
    public ServerKind kind() {
        return ServerKind.POSTGRESQL_18;
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
