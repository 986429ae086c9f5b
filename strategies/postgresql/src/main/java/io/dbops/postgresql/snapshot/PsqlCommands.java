package io.dbops.postgresql.snapshot;

import io.dbops.postgresql.PostgreSqlDialect;
import io.dbops.spi.snapshot.StockClient;
import io.dbops.spi.snapshot.TableData;
import io.dbops.value.QualifiedName;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How {@code psql} loads a backup. Pure. */
final class PsqlCommands {

    private static final PostgreSqlDialect DIALECT = new PostgreSqlDialect();

    private static final String USAGE = "# psql finds the target by PGHOST, PGPORT, PGDATABASE, PGUSER and the like.\n"
            + "# The roles that own or use what is restored have to be there: a definition says which is missing.\n";

    private static final String FUNCTIONS = """
            export PGCLIENTENCODING=UTF8
            export PGOPTIONS="${PGOPTIONS:-} -c search_path= -c row_security=off -c check_function_bodies=off \
            -c DateStyle=ISO,YMD -c IntervalStyle=postgres -c TimeZone=UTC -c lc_monetary=C -c xmloption=content"
            run_script() {
                psql -X -q -v ON_ERROR_STOP=1 -f "$1"
            }
            load_rows() {
                psql -X -q -v ON_ERROR_STOP=1 -c "$2" < "$1"
            }
            """;

    private PsqlCommands() {}

    static StockClient of(List<TableData> tables) {
        Map<QualifiedName, String> loads = new TreeMap<>();
        tables.forEach(table -> loads.put(table.name(), copy(table)));
        return new StockClient("psql", USAGE, FUNCTIONS, false, loads);
    }

    private static String copy(TableData table) {
        if (LargeObjects.are(table.name())) {
            return LargeObjects.stockLoad();
        }
        String columns = table.columns().stream().map(DIALECT::quote).collect(Collectors.joining(", "));
        return "COPY " + DIALECT.quote(table.name().schema()) + "."
                + DIALECT.quote(table.name().name()) + (columns.isEmpty() ? "" : " (" + columns + ")") + " FROM STDIN";
    }
}
