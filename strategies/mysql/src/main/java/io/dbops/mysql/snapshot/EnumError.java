package io.dbops.mysql.snapshot;

import java.text.Normalizer;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the value of an ENUM with index 0 is written: what a session that is not strict stores for a text that is no member. It
 * shows as the empty text, as a member of its own may; and no text or number stores it without a warning, but one: a text
 * that is no member and spells a number is taken for an index, and zero passes. Pure.
 *
 * <p>Source: MySQL 8.0 Reference Manual, The ENUM Type, Index Values for Enumeration Literals.
 */
final class EnumError {

    /** The servers look for a number in a text of at most five bytes. */
    private static final int LONGEST = 5;

    private static final Map<String, Integer> LONGEST_OF_WIDE_CHARACTERS =
            Map.of("ucs2", 2, "utf16", 2, "utf16le", 2, "utf32", 1);

    private static final Pattern MEMBER = Pattern.compile("'((?:[^']|'')*)'");
    private static final Pattern ESCAPE = Pattern.compile("(?s)\\\\.");

    private EnumError() {}

    /**
     * As many zeros as no member could be taken for, in whatever collation.
     *
     * @param columnType {@code COLUMN_TYPE} of information_schema, such as {@code enum('a','b')}
     * @param charset the column's character set
     * @return empty when the members leave none
     */
    static String text(String columnType, String charset) {
        Set<Integer> taken = new HashSet<>();
        for (Matcher member = MEMBER.matcher(columnType); member.find(); ) {
            taken.add(zeros(member.group(1)));
        }
        for (int length = LONGEST_OF_WIDE_CHARACTERS.getOrDefault(charset, LONGEST); length > 0; length--) {
            if (!taken.contains(length)) {
                return "0".repeat(length);
            }
        }
        return "";
    }

    /** A text of which the servers see that it spells a number: they convert it to the column's bytes before they look. */
    static String inCharsetOf(String charset, String text) {
        return switch (charset) {
            // the same bytes, and no warning that the name is old
            case "ucs2", "utf16" -> "CONVERT(" + text + " USING utf16)";
            case "utf16le", "utf32" -> "CONVERT(" + text + " USING " + charset + ")";
            default -> text;
        };
    }

    /** How many zeros a member spells, of any script and among signs that a collation may ignore; -1 when it is no zero. */
    private static int zeros(String member) {
        int[] letters = Normalizer.normalize(ESCAPE.matcher(member).replaceAll(""), Normalizer.Form.NFKC)
                .codePoints()
                .filter(Character::isLetterOrDigit)
                .toArray();
        for (int each : letters) {
            if (Character.digit(each, 10) != 0) {
                return -1;
            }
        }
        return letters.length;
    }
}
