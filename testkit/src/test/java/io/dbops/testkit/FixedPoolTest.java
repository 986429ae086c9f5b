package io.dbops.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FixedPoolTest {

    @Test
    void connectionsAreLentUntilAllAreOutAndAgainWhenOneIsBack() throws SQLException {
        try (FixedPool pool = new FixedPool(CountingDataSourceTest.h2(), 2)) {
            assertThat(pool.getMaximumPoolSize()).isEqualTo(2);
            Connection first = pool.getConnection();
            Connection second = pool.getConnection();
            assertThat(first).isNotEqualTo(second);
            assertThat(first.equals(List.of(first).get(0))).isTrue();
            assertThatThrownBy(pool::getConnection).isInstanceOf(SQLTransientConnectionException.class);
            assertThat(pool.allBack()).isFalse();
            first.close();
            first.close();
            pool.getConnection().close();
            second.close();
            assertThat(pool.allBack()).isTrue();
            assertThat(pool.borrowed()).isEqualTo(3);
        }
    }

    @Test
    void whatABorrowerLeavesBehindIsSeen() throws SQLException {
        try (FixedPool pool = new FixedPool(CountingDataSourceTest.h2(), 1)) {
            try (Connection connection = pool.getConnection()) {
                connection.setAutoCommit(false);
            }
            try (Connection connection = pool.getConnection()) {
                assertThat(connection.getAutoCommit()).isFalse();
                assertThat(connection.isClosed()).isFalse();
                assertThatThrownBy(() -> connection.setSchema("MISSING")).isInstanceOf(SQLException.class);
            }
            assertThat(pool.connections().get(0).getAutoCommit()).isFalse();
        }
    }

    @Test
    void closingThePoolEndsEveryConnectionAlsoThoseThatAreOut() throws SQLException {
        FixedPool pool = new FixedPool(CountingDataSourceTest.h2(), 2);
        Connection out = pool.getConnection();
        pool.close();
        assertThat(out.isClosed()).isTrue();
        for (Connection connection : pool.connections()) {
            assertThat(connection.isClosed()).isTrue();
        }
    }
}
