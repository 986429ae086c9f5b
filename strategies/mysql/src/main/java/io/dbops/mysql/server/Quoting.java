package io.dbops.mysql.server;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Identifiers and texts as SQL, so that the server reads exactly these characters. Pure. */
public final class Quoting {

    private Quoting() {}

    /**
     * An identifier in back quotes.
     *
     * @throws DbOpsException with code {@code CONFIGURATION} for what no identifier may hold: nothing at all, U+0000, a character beyond U+FFFF
     */
    public static String identifier(String name) {
        if (name.isEmpty()) {
            throw refuse("An empty text is no identifier for MySQL and MariaDB.");
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == 0 || Character.isSurrogate(c)) {
                throw refuse(String.format(
                        "No identifier of MySQL or MariaDB may hold U+%04X, at index %d.", name.codePointAt(i), i));
            }
        }
        return '`' + name.replace("`", "``") + '`';
    }

    private static DbOpsException refuse(String what) {
        return DbOpsException.of(ErrorCode.CONFIGURATION, what).build();
    }

    /** A text of which every character is itself, whatever the sql_mode: hexadecimal where a backslash would matter. */
    public static String text(String value) {
        if (value.indexOf('\\') < 0 && value.indexOf(0) < 0) {
            return '\'' + value.replace("'", "''") + '\'';
        }
        return bytes("utf8mb4", value.getBytes(StandardCharsets.UTF_8));
    }

    /** A text given by its bytes in that character set, exactly. */
    public static String bytes(String charset, byte[] value) {
        if (!charset.matches("[A-Za-z0-9]+")) {
            throw new IllegalArgumentException("not the name of a character set: " + charset);
        }
        return '_' + charset + " X'" + HexFormat.of().withUpperCase().formatHex(value) + '\'';
    }
}
