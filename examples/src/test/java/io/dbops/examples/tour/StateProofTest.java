package io.dbops.examples.tour;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateProofTest {

    @TempDir
    private Path folder;

    private TourDatabase database;

    @BeforeEach
    void twoTables() throws SQLException {
        database = TourDatabase.fromSystemProperties(folder);
        database.createEmptySchema();
        run(
                "create table customer (id int primary key, name varchar(20))",
                "create table sales (id int, amount decimal(10, 2))",
                "insert into customer values (1, 'a'), (2, null)",
                "insert into sales values (1, 1), (1, 1), (2, 2)");
    }

    @Test
    void the_order_of_rows_is_no_difference() throws SQLException {
        StateProof before = StateProof.read(database);
        run("delete from sales", "insert into sales values (2, 2), (1, 1), (1, 1)");
        assertThat(before.differences(StateProof.read(database))).isEmpty();
        assertThat(before.rows()).isEqualTo(5);
    }

    @Test
    void any_changed_value_row_column_or_table_is_a_difference_that_names_the_table() throws SQLException {
        StateProof before = StateProof.read(database);
        run("update customer set name = '' where id = 2");
        assertThat(before.differences(StateProof.read(database)))
                .singleElement()
                .asString()
                .contains("CUSTOMER", "other contents");
        run("update customer set name = null where id = 2", "delete from sales where id = 2");
        assertThat(before.differences(StateProof.read(database)))
                .singleElement()
                .asString()
                .contains("SALES", "3 rows", "has 2");
        run("insert into sales values (2, 2)", "alter table sales add column late int");
        assertThat(before.differences(StateProof.read(database)))
                .singleElement()
                .asString()
                .contains("SALES", "columns");
        run("drop table sales", "create table other (id int)");
        assertThat(before.differences(StateProof.read(database)))
                .hasSize(2)
                .anySatisfy(line -> assertThat(line).contains("SALES", "gone"))
                .anySatisfy(line -> assertThat(line).contains("OTHER", "was not there"));
    }

    @Test
    void two_rows_in_place_of_two_others_with_the_same_values_swapped_are_a_difference() throws SQLException {
        StateProof before = StateProof.read(database);
        run("delete from sales", "insert into sales values (1, 2), (1, 1), (2, 1)");
        assertThat(before.differences(StateProof.read(database))).hasSize(1);
    }

    private void run(String... statements) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
