package io.dbops.migration.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbops.migration.script.Lexicons;
import io.dbops.migration.statement.StatementReader;
import io.dbops.migration.statement.StatementReading;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LossesTest {

    @Test
    void whatTheUndoDropsIsLost() {
        assertThat(losses(
                        List.of(
                                "CREATE TABLE a (id INT)",
                                "ALTER TABLE b ADD COLUMN c INT",
                                "CREATE VIEW v AS SELECT 1"),
                        List.of("DROP VIEW v", "ALTER TABLE b DROP COLUMN c", "DROP TABLE a")))
                .containsExactly(
                        "the values of column b.c, which the undo drops", "the rows of a, which the undo drops");
    }

    @Test
    void whatTheMigrationDroppedOrWroteOverDoesNotComeBackByItself() {
        assertThat(losses(
                        List.of(
                                "DROP TABLE a",
                                "TRUNCATE TABLE b",
                                "UPDATE c SET x = 1",
                                "ALTER TABLE d DROP COLUMN e"),
                        List.of("CREATE TABLE a (id INT)")))
                .containsExactly(
                        "the rows of a, which the migration dropped",
                        "the rows of b, which the migration removed",
                        "what the migration wrote over or deleted in c, if anything, as far as the undo does not put it back",
                        "the values of column d.e, which the migration dropped");
    }

    @Test
    void whatTheMigrationItselfHadMadeIsNoLoss() {
        assertThat(losses(
                        List.of("CREATE TABLE a (id INT)", "INSERT INTO a VALUES (1)", "DROP TABLE a"),
                        List.of("SELECT 1")))
                .isEmpty();
    }

    private static List<String> losses(List<String> up, List<String> down) {
        return Losses.of(readings(up), readings(down));
    }

    private static List<StatementReading> readings(List<String> statements) {
        return statements.stream()
                .map(each -> StatementReader.read(each, Lexicons.POSTGRESQL))
                .toList();
    }
}
