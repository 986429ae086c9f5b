package io.dbops.mysql.snapshot;

import io.dbops.mysql.server.Quoting;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A column with values of its own: how its exact value is read as bytes, and how the same bytes are loaded.
 *
 * @param name as the catalogue spells it
 * @param type {@code DATA_TYPE} of information_schema, lower case
 * @param charset the character set of a text, else empty
 * @param unsigned for integers
 * @param counted whether it is AUTO_INCREMENT
 * @param enumError how the value with index 0 of an ENUM is written, see {@link EnumError}; empty for other types
 * @param sorting what its values sort by: the whole type, and for a text its collation
 */
record Column(
        String name, String type, String charset, boolean unsigned, boolean counted, String enumError, String sorting) {

    Column(String name, String type, String charset, boolean unsigned, boolean counted) {
        this(name, type, charset, unsigned, counted, "", "");
    }

    /** The ways in which values travel. */
    private enum Way {
        /** The server writes digits, which drivers would otherwise decode or refuse to hand out as bytes. */
        DIGITS,
        /** Text of a float has six digits only; as a double it has enough, though MySQL cuts it to 22 characters. */
        SINGLE,
        /** A bit string is loaded by its value: as text it would be taken for characters. */
        BITS,
        /** The bytes as stored, in the column's own character set: the session converts nothing. */
        BYTES,
        /** Text of a member, which may be empty like the value that is no member: the index tells. */
        MEMBER,
        /** Text that the server must not take for the binary form of the same type. */
        TEXT
    }

    private static final Set<String> GEOMETRIES = Set.of(
            "geometry",
            "point",
            "linestring",
            "polygon",
            "multipoint",
            "multilinestring",
            "multipolygon",
            "geomcollection",
            "geometrycollection");

    private static final Map<String, Way> WAYS = Map.ofEntries(
            Map.entry("tinyint", Way.DIGITS),
            Map.entry("smallint", Way.DIGITS),
            Map.entry("mediumint", Way.DIGITS),
            Map.entry("int", Way.DIGITS),
            Map.entry("bigint", Way.DIGITS),
            Map.entry("decimal", Way.DIGITS),
            Map.entry("date", Way.DIGITS),
            Map.entry("datetime", Way.DIGITS),
            Map.entry("timestamp", Way.DIGITS),
            Map.entry("time", Way.DIGITS),
            Map.entry("year", Way.DIGITS),
            Map.entry("float", Way.SINGLE),
            Map.entry("double", Way.DIGITS),
            Map.entry("bit", Way.BITS),
            Map.entry("char", Way.BYTES),
            Map.entry("varchar", Way.BYTES),
            Map.entry("tinytext", Way.BYTES),
            Map.entry("text", Way.BYTES),
            Map.entry("mediumtext", Way.BYTES),
            Map.entry("longtext", Way.BYTES),
            Map.entry("binary", Way.BYTES),
            Map.entry("varbinary", Way.BYTES),
            Map.entry("tinyblob", Way.BYTES),
            Map.entry("blob", Way.BYTES),
            Map.entry("mediumblob", Way.BYTES),
            Map.entry("longblob", Way.BYTES),
            Map.entry("geometry", Way.BYTES),
            Map.entry("point", Way.BYTES),
            Map.entry("linestring", Way.BYTES),
            Map.entry("polygon", Way.BYTES),
            Map.entry("multipoint", Way.BYTES),
            Map.entry("multilinestring", Way.BYTES),
            Map.entry("multipolygon", Way.BYTES),
            Map.entry("geomcollection", Way.BYTES),
            Map.entry("geometrycollection", Way.BYTES),
            Map.entry("enum", Way.MEMBER),
            Map.entry("set", Way.TEXT),
            Map.entry("json", Way.TEXT),
            Map.entry("inet4", Way.TEXT),
            Map.entry("inet6", Way.TEXT),
            Map.entry("uuid", Way.TEXT));

    /** Whether this is a type whose values are known to come back exactly. */
    boolean supported() {
        return WAYS.containsKey(type);
    }

    /** Whether a value that is no member of this ENUM could not be told from its members. */
    boolean ambiguous() {
        return type.equals("enum") && enumError.isEmpty();
    }

    /** Whether values may be large, and are then stored apart from their rows. */
    boolean large() {
        return type.endsWith("text") || type.endsWith("blob") || type.equals("json") || GEOMETRIES.contains(type);
    }

    /** What to select. */
    String readExpression() {
        String column = Quoting.identifier(name);
        return switch (way()) {
            case DIGITS -> "CAST(" + column + " AS CHAR)";
            case SINGLE -> "CAST(CAST(" + column + " AS DOUBLE) AS CHAR)";
            case BITS -> "CAST(" + column + " + 0 AS CHAR)";
            case BYTES -> column;
            case MEMBER -> "IF(" + column + " + 0 = 0, '" + enumError + "', " + text(column) + ")";
            case TEXT -> text(column);
        };
    }

    private static String text(String column) {
        return "CAST(" + column + " AS CHAR CHARACTER SET utf8mb4)";
    }

    /**
     * What to store, when the bytes cannot be stored as they come; {@code value} is a variable or a parameter. A counted
     * column is assigned: MariaDB takes a zero that LOAD DATA stores by itself for a wish for the next number, as soon as
     * any other column is assigned.
     */
    Optional<String> loadExpression(String value) {
        return switch (way()) {
            case DIGITS -> counted ? Optional.of(value) : Optional.empty();
            case SINGLE, BYTES -> Optional.empty();
            case BITS -> Optional.of("CAST(" + value + " AS UNSIGNED)");
            case MEMBER -> Optional.of(EnumError.inCharsetOf(charset, utf8(value)));
            case TEXT -> Optional.of(utf8(value));
        };
    }

    private static String utf8(String value) {
        return "CONVERT(" + value + " USING utf8mb4)";
    }

    /** Whether a parameter is bytes; a driver may write bytes in hexadecimal, which a number takes for its value. */
    boolean bytes() {
        return way() == Way.BYTES;
    }

    private Way way() {
        Way way = WAYS.get(type);
        if (way == null) {
            throw new IllegalStateException("column " + name + " has type " + type + ", which is not supported");
        }
        return way;
    }
}
