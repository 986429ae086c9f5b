package io.dbops.mysql.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LoadStatementsTest {

    private final LoadStatements statements = new LoadStatements(
            "odd`name",
            List.of(
                    new Column("id", "int", "", false, true),
                    new Column("text", "varchar", "latin1", false, false),
                    new Column("bits", "bit", "", false, false),
                    new Column("doc", "json", "", false, false)));

    @Test
    void columnsThatCannotTakeTheirBytesAreAssigned() {
        assertThat(statements.loadData())
                .isEqualTo("LOAD DATA LOCAL INFILE 'dbops' INTO TABLE `odd``name` CHARACTER SET binary"
                        + " FIELDS TERMINATED BY '\\t' ENCLOSED BY '' ESCAPED BY '\\\\'"
                        + " LINES STARTING BY '' TERMINATED BY '\\n' (@dbops_0, `text`, @dbops_2, @dbops_3)"
                        + " SET `id` = @dbops_0, `bits` = CAST(@dbops_2 AS UNSIGNED),"
                        + " `doc` = CONVERT(@dbops_3 USING utf8mb4)");
    }

    @Test
    void anInsertHasOneTupleForEachRow() {
        String row = "(?, ?, CAST(? AS UNSIGNED), CONVERT(? USING utf8mb4))";
        assertThat(statements.insert(2))
                .isEqualTo("INSERT INTO `odd``name` (`id`, `text`, `bits`, `doc`) VALUES " + row + ", " + row);
    }

    @Test
    void anAccountIsQuotedByItsLastAtSign() {
        assertThat(Definitions.account("a@b@localhost")).isEqualTo("`a@b`@`localhost`");
    }
}
