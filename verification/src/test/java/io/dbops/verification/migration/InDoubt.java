package io.dbops.verification.migration;

import static io.dbops.verification.migration.Databases.query;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.testservers.TestDatabase;
import java.sql.SQLException;

/** What a person does about a CREATE TABLE of which it is not known if it took effect: looks, and does as the hint says. */
final class InDoubt {

    private InDoubt() {}

    static void settle(DbOpsException failure, TestDatabase database, String table) throws SQLException {
        assertThat(failure.code()).isEqualTo(ErrorCode.MIGRATION_IN_DOUBT);
        String hint = failure.hint().orElseThrow();
        boolean there = query(
                        database.dataSource(),
                        "SELECT COUNT(*) FROM information_schema.tables WHERE table_name = '" + table
                                + "' AND table_schema = '" + database.name() + "'")
                .equals("1");
        Databases.execute(
                database.dataSource(),
                there
                        ? between(hint, "took effect, run: ", "; if it did not")
                        : between(hint, "did not, run: ", "; then"));
    }

    private static String between(String text, String before, String after) {
        int start = text.indexOf(before) + before.length();
        return text.substring(start, text.indexOf(after, start));
    }
}
