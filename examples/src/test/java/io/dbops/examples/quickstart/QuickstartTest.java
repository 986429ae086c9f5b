package io.dbops.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuickstartTest {

    @TempDir
    private Path folder;

    @Test
    void the_restored_copy_holds_what_the_migrations_made() throws Exception {
        JdbcDataSource copy = database("copy");
        assertThat(Quickstart.run(database("shop"), copy, folder).tables()).isPositive();
        try (Connection connection = copy.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select sum(price) from product")) {
            row.next();
            assertThat(row.getString(1)).isEqualTo("11.10");
        }
    }

    private JdbcDataSource database(String name) {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:" + folder.resolve(name));
        database.setUser("sa");
        return database;
    }
}
