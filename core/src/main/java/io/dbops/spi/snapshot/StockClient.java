package io.dbops.spi.snapshot;

import io.dbops.value.QualifiedName;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * How the command-line client that comes with a database loads a backup without DbOps: the database's part of the POSIX shell
 * script that is stored with each backup. Immutable.
 */
public final class StockClient {

    private final String program;
    private final String usage;
    private final String functions;
    private final boolean delimited;
    private final Map<QualifiedName, String> loads;

    /**
     * @param program what a person must have, such as {@code psql}
     * @param usage how the script finds the target, in lines that begin with {@code #} and end with LF
     * @param functions shell functions {@code run_script FILE}, which runs a script of definitions, and
     *     {@code load_rows FILE STATEMENT}, which loads the rows of one object; both end the script when anything is refused
     *     or not taken exactly; the script runs under {@code set -eu}; ended by LF
     * @param delimited whether the client needs {@code DELIMITER}, because definitions hold semicolons of their own
     * @param loads the statement for {@code load_rows}, for each table; a table without one is loaded by its rows alone
     */
    public StockClient(
            String program, String usage, String functions, boolean delimited, Map<QualifiedName, String> loads) {
        this.program = Objects.requireNonNull(program, "program");
        this.usage = Objects.requireNonNull(usage, "usage");
        this.functions = Objects.requireNonNull(functions, "functions");
        this.delimited = delimited;
        this.loads = Map.copyOf(loads);
    }

    public String program() {
        return program;
    }

    public String usage() {
        return usage;
    }

    public String functions() {
        return functions;
    }

    public boolean delimited() {
        return delimited;
    }

    /** The statement that loads rows of this table. */
    public Optional<String> load(QualifiedName table) {
        return Optional.ofNullable(loads.get(table));
    }
}
