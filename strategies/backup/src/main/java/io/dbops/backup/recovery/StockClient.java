package io.dbops.backup.recovery;

import io.dbops.backup.manifest.TableContents;
import io.dbops.spi.sql.DatabaseIdentity;
import java.util.Locale;
import java.util.stream.Collectors;

/** The command-line client that comes with a database, as far as loading a backup goes. */
enum StockClient {
    PSQL("psql") {
        @Override
        String usage() {
            return "# psql finds the target by PGHOST, PGPORT, PGDATABASE, PGUSER and the like.\n";
        }

        @Override
        String functions() {
            return "export PGCLIENTENCODING=UTF8\n"
                    + "export PGOPTIONS=\"${PGOPTIONS:-} -c search_path= -c row_security=off -c check_function_bodies=off"
                    + " -c DateStyle=ISO,YMD -c IntervalStyle=postgres -c TimeZone=UTC -c lc_monetary=C -c xmloption=content\"\n"
                    + "definitions() {\n    plain \"$1\"\n"
                    + "    psql -X -q -v ON_ERROR_STOP=1 -f \"$work/plain\"\n}\n"
                    + "rows() {\n    plain \"$1\"\n"
                    + "    psql -X -q -v ON_ERROR_STOP=1 -c \"$2\" < \"$work/plain\"\n}\n";
        }

        @Override
        String load(String object, TableContents table) {
            String columns =
                    table.columns().stream().map(StockClient::doubleQuote).collect(Collectors.joining(", "));
            String copy = "COPY " + doubleQuote(table.name().schema()) + "."
                    + doubleQuote(table.name().name()) + (columns.isEmpty() ? "" : " (" + columns + ")")
                    + " FROM STDIN";
            return "rows " + RecoveryTexts.quote(object) + " " + RecoveryTexts.quote(copy);
        }
    },
    RUN_SCRIPT("java with H2's own jar") {
        @Override
        String usage() {
            return "# H2_JAR is the jar of H2, H2_URL the JDBC URL of the target; H2_USER and H2_PASSWORD go with it.\n";
        }

        @Override
        String functions() {
            return "definitions() {\n    plain \"$1\"\n"
                    + "    java -cp \"$H2_JAR\" org.h2.tools.RunScript -url \"$H2_URL\" -user \"${H2_USER:-}\""
                    + " -password \"${H2_PASSWORD:-}\" -script \"$work/plain\"\n}\n"
                    + "rows() {\n    definitions \"$1\"\n}\n";
        }

        @Override
        String load(String object, TableContents table) {
            return "# " + table.name().toString().replaceAll("\\p{Cntrl}", " ") + "\nrows "
                    + RecoveryTexts.quote(object);
        }
    },
    NONE("the database's own client") {
        @Override
        String usage() {
            return "# DbOps knows no stock client for this database: the script prints definitions and rows.\n";
        }

        @Override
        String functions() {
            return "definitions() {\n    plain \"$1\"\n    cat \"$work/plain\"\n}\n"
                    + "rows() {\n    plain \"$1\"\n    echo \"-- rows of $2\"\n    cat \"$work/plain\"\n}\n";
        }

        @Override
        String load(String object, TableContents table) {
            return "rows " + RecoveryTexts.quote(object) + " "
                    + RecoveryTexts.quote(table.name() + " " + table.columns() + " as " + table.format());
        }
    };

    private final String program;

    StockClient(String program) {
        this.program = program;
    }

    static StockClient of(DatabaseIdentity database) {
        String product = database.product().toLowerCase(Locale.ROOT);
        return product.contains("postgresql") ? PSQL : product.equals("h2") ? RUN_SCRIPT : NONE;
    }

    String program() {
        return program;
    }

    /** A comment for the head of the script. */
    abstract String usage();

    /** Shell functions {@code definitions OBJECT} and {@code rows OBJECT WHAT}. */
    abstract String functions();

    /** The command that loads one object. */
    abstract String load(String object, TableContents table);

    private static String doubleQuote(String identifier) {
        return "\"" + identifier.replace("\"", "\"\"") + "\"";
    }
}
