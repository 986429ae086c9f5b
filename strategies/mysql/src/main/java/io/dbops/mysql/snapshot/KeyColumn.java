package io.dbops.mysql.snapshot;

import io.dbops.mysql.server.Quoting;
import java.util.HexFormat;
import java.util.Set;

/**
 * A column of a primary key: how its values are noted in a range, and written as SQL literals.
 *
 * <p>A range is right whatever a literal compares like: each row is either below a boundary or not. A literal of the
 * column's own type keeps ranges contiguous and lets the server seek.
 */
record KeyColumn(Column column) {

    private static final Set<String> INTEGERS = Set.of("tinyint", "smallint", "mediumint", "int", "bigint");
    private static final Set<String> TEXTS = Set.of("char", "varchar");
    private static final Set<String> BINARIES = Set.of("binary", "varbinary");
    private static final Set<String> PLAIN = Set.of("date", "datetime", "timestamp", "uuid", "inet4", "inet6");

    boolean integer() {
        return INTEGERS.contains(column.type());
    }

    /** Whether a value of this column may be part of a boundary. */
    boolean sortable() {
        return integer()
                || TEXTS.contains(column.type())
                || BINARIES.contains(column.type())
                || PLAIN.contains(column.type());
    }

    /** Selects the value in the notation of {@link KeyRange}, without the leading mark. */
    String noted() {
        String name = Quoting.identifier(column.name());
        return TEXTS.contains(column.type()) || BINARIES.contains(column.type())
                ? "CONCAT('x', HEX(" + name + "))"
                : (integer() ? "" : "CONCAT('t', ") + "CAST(" + name + " AS CHAR)" + (integer() ? "" : ")");
    }

    /** The literal for a noted value. */
    String literal(String value) {
        if (integer() && value.matches("-?[0-9]{1,20}")) {
            return value;
        }
        if (PLAIN.contains(column.type()) && value.matches("t[0-9A-Za-z:. -]+")) {
            return Quoting.text(value.substring(1));
        }
        if (value.matches("x([0-9A-F]{2})*")) {
            byte[] bytes = HexFormat.of().parseHex(value.substring(1));
            if (BINARIES.contains(column.type())) {
                return Quoting.bytes("binary", bytes);
            }
            if (TEXTS.contains(column.type())) {
                return Quoting.bytes(column.charset(), bytes);
            }
        }
        throw new IllegalArgumentException(
                "a range does not fit its table: no value of key column " + column.name() + " is noted like that");
    }
}
