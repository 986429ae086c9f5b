package io.dbops.postgresql;

import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.PGConnection;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** {@code COPY ... FROM stdin} by the driver's own means. */
final class CopyLoad {

    private static final int BUFFER_BYTES = 64 * 1024;

    /** How the server says in its error's context where the data were wrong. */
    private static final Pattern LINE = Pattern.compile("COPY .*?, line (\\d+)");

    private CopyLoad() {}

    static long load(Connection connection, String statement, InputStream data) throws SQLException, IOException {
        return driver(connection).getCopyAPI().copyIn(statement, data, BUFFER_BYTES);
    }

    static void cancel(Connection connection) throws SQLException {
        driver(connection).cancelQuery();
    }

    static OptionalLong failedLine(SQLException failure) {
        ServerErrorMessage said = failure instanceof PSQLException refused ? refused.getServerErrorMessage() : null;
        String where = said == null ? null : said.getWhere();
        Matcher line = LINE.matcher(where == null ? "" : where);
        return line.find() ? OptionalLong.of(Long.parseLong(line.group(1))) : OptionalLong.empty();
    }

    private static PGConnection driver(Connection connection) throws SQLException {
        return connection.unwrap(PGConnection.class);
    }
}
