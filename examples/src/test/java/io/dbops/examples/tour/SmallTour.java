package io.dbops.examples.tour;

import io.dbops.spi.OperationEvent;
import io.dbops.spi.OperationListener;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/**
 * A program: the tour with all of Chinook and a few rows of FoodMart. Its argument is an SQL statement that harms the database, through
 * plain JDBC, as soon as the library says that it has restored it; without one nothing does.
 */
final class SmallTour {

    private static final String FEW = "jdbc:hsqldb:mem:few";

    private SmallTour() {}

    public static void main(String[] args) throws SQLException {
        fewRows();
        Tour.main(
                Map.of("foodmart", FEW, "chinook", SampleDatabases.PUBLISHED.get("chinook")),
                args.length == 0 ? event -> {} : new Harm(System.getProperty("dbops.url"), args[0]));
    }

    private static void fewRows() throws SQLException {
        String columns =
                " (\"product_id\" integer, \"time_id\" integer, \"customer_id\" integer, \"promotion_id\" integer,"
                        + " \"store_id\" integer, \"store_sales\" decimal(10,4), \"store_cost\" decimal(10,4),"
                        + " \"unit_sales\" decimal(10,4))";
        try (Connection connection = DriverManager.getConnection(FEW, "sa", "");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA \"foodmart\"");
            statement.execute("SET SCHEMA \"foodmart\"");
            for (String year : new String[] {"1997", "1998"}) {
                statement.execute("CREATE TABLE \"sales_fact_" + year + '"' + columns);
                for (int i = 1; i <= 50; i++) {
                    statement.execute("INSERT INTO \"sales_fact_" + year + "\" VALUES (" + i
                            + ", 1, 2, 3, 4, 5.5, 6.25, " + i + ")");
                }
            }
        }
    }

    private record Harm(String url, String sql) implements OperationListener {
        @Override
        public void onEvent(OperationEvent event) {
            if (event.operation() != OperationEvent.Operation.RESTORE || event.kind() != OperationEvent.Kind.FINISHED) {
                return;
            }
            try (Connection connection = DriverManager.getConnection(url, "sa", "");
                    Statement statement = connection.createStatement()) {
                statement.execute("SET SCHEMA \"dbops_tour\"");
                System.out.println("harmed rows: " + statement.executeUpdate(sql));
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
