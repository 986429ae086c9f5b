package io.dbops.h2;

import java.math.BigDecimal;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Values as H2's SQL literals, exact and on one line. What has a text form that H2 converts on assignment without loss (dates,
 * intervals, UUID, enum) is written as that text.
 */
final class Literals {

    private static final HexFormat HEX = HexFormat.of();

    private Literals() {}

    static void append(StringBuilder out, ResultSet row, int index, String type) throws SQLException {
        switch (type) {
            case "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "NUMERIC" -> raw(out, row.getString(index));
            case "BOOLEAN" -> raw(out, row.getString(index));
            case "REAL", "DOUBLE PRECISION", "FLOAT", "DECFLOAT" -> number(out, row.getString(index));
            case "BINARY", "BINARY VARYING", "BINARY LARGE OBJECT" -> bytes(out, "", row.getBytes(index));
            case "JSON" -> bytes(out, "JSON ", row.getBytes(index));
            case "GEOMETRY" -> bytes(out, "GEOMETRY ", row.getBytes(index));
            case "JAVA_OBJECT" -> bytes(out, "JAVA_OBJECT ", row.getBytes(index));
            case "ARRAY" -> array(out, row.getArray(index));
            default -> text(out, row.getString(index));
        }
    }

    private static void raw(StringBuilder out, @Nullable String value) {
        out.append(value == null ? "NULL" : value.toUpperCase(Locale.ROOT));
    }

    /** NaN, infinities and negative zero exist only as text; H2 converts it exactly. */
    private static void number(StringBuilder out, @Nullable String value) {
        text(out, value);
    }

    private static void bytes(StringBuilder out, String prefix, byte @Nullable [] value) {
        if (value == null) {
            out.append("NULL");
        } else {
            out.append(prefix).append("X'").append(HEX.formatHex(value)).append('\'');
        }
    }

    private static void array(StringBuilder out, @Nullable Array value) throws SQLException {
        if (value == null) {
            out.append("NULL");
        } else {
            elements(out, (Object[]) value.getArray());
        }
    }

    private static void elements(StringBuilder out, Object[] elements) throws SQLException {
        out.append("ARRAY [");
        for (int i = 0; i < elements.length; i++) {
            out.append(i == 0 ? "" : ", ");
            element(out, elements[i]);
        }
        out.append(']');
    }

    private static void element(StringBuilder out, @Nullable Object value) throws SQLException {
        if (value == null) {
            out.append("NULL");
        } else if (value instanceof Object[] nested) {
            elements(out, nested);
        } else if (value instanceof Array nested) {
            array(out, nested);
        } else if (value instanceof byte[] binary) {
            bytes(out, "", binary);
        } else if (value instanceof BigDecimal number) {
            out.append(number.toPlainString());
        } else {
            text(out, value.toString());
        }
    }

    /** Printable ASCII between quotes; anything else, above all line ends, as {@code U&'\000a'}. */
    static void text(StringBuilder out, @Nullable String value) {
        if (value == null) {
            out.append("NULL");
            return;
        }
        boolean plain = value.chars().allMatch(c -> c >= 0x20 && c < 0x7f);
        out.append(plain ? "'" : "U&'");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\'') {
                out.append("''");
            } else if (plain || (c >= 0x20 && c < 0x7f && c != '\\')) {
                out.append(c);
            } else if (c == '\\') {
                out.append("\\\\");
            } else {
                out.append('\\').append(HEX.toHexDigits(c));
            }
        }
        out.append('\'');
    }
}
