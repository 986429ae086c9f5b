package io.dbops.mysql.snapshot;

import io.dbops.mysql.server.Product;
import io.dbops.spi.snapshot.StockClient;
import io.dbops.value.QualifiedName;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** How the client {@code mysql} or {@code mariadb} loads a backup. Pure. */
final class ClientCommands {

    private static final String USAGE = """
            # MYSQL_DATABASE names the target, an empty database; MYSQL_HOST, MYSQL_TCP_PORT, MYSQL_USER and MYSQL_PWD lead to its
            # server where option files do not. MYSQL_CLIENT may name another client. The server must allow local_infile.
            """;

    /** LOCAL bends what does not fit, with a warning only: one is too many. Binary mode and comments keep programs as they are. */
    private static final String FUNCTIONS = """
            client() {
                "${MYSQL_CLIENT:-%s}" ${MYSQL_HOST:+"--host=$MYSQL_HOST"} ${MYSQL_TCP_PORT:+"--port=$MYSQL_TCP_PORT"} \
            ${MYSQL_USER:+"--user=$MYSQL_USER"} --database="$MYSQL_DATABASE" --local-infile=1 --batch --skip-column-names \
            --binary-mode --comments --default-character-set=utf8mb4 --init-command="SET SESSION %s" "$@"
            }
            run_script() {
                client < "$1"
            }
            load_rows() {
                warnings=$(client --execute="$2; SHOW COUNT(*) WARNINGS" < "$1")
                if [ "$warnings" != 0 ]; then
                    echo "not every row was taken as it is: $warnings warnings" >&2
                    exit 1
                fi
            }
            """;

    private ClientCommands() {}

    /** @param knows whether the server has a session variable */
    static StockClient of(Product product, Predicate<String> knows, String database, Collection<Table> tables) {
        String program = product.name().toLowerCase(Locale.ROOT);
        Map<QualifiedName, String> loads = new TreeMap<>();
        for (Table table : tables) {
            loads.put(
                    new QualifiedName(database, table.name()),
                    new LoadStatements(table.name(), table.columns()).loadData("/dev/stdin"));
        }
        return new StockClient(program, USAGE, FUNCTIONS.formatted(program, settings(knows)), true, loads);
    }

    private static String settings(Predicate<String> knows) {
        Map<String, String> settings = new TreeMap<>(MySqlRestoreSession.LOADING);
        settings.put("time_zone", "+00:00");
        return settings.entrySet().stream()
                .filter(each -> knows.test(each.getKey()))
                .map(each -> each.getKey() + " = "
                        + (each.getValue().matches("[0-9]+") ? each.getValue() : "'" + each.getValue() + "'"))
                .collect(Collectors.joining(", "));
    }
}
