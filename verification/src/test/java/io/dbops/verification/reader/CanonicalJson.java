package io.dbops.verification.reader;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The section "JSON": one canonical form, everything else is refused. */
final class CanonicalJson {

    private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);
    private static final String SHORT = "\b\t\n\f\r";
    private static final String SHORT_NAMES = "btnfr";

    private final String text;
    private int at;

    private CanonicalJson(String text) {
        this.text = text;
    }

    /** An object whose members are exactly those, in that order. */
    static Map<String, Object> object(byte[] utf8, String... members) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new RefusedException("not UTF-8", e);
        }
        CanonicalJson json = new CanonicalJson(text);
        Object value = json.value(0);
        RefusedException.unless(json.at == text.length(), "more after the JSON value");
        return members(value, members);
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> members(Object value, String... members) {
        RefusedException.unless(value instanceof Map, "not an object: " + value);
        Map<String, Object> map = (Map<String, Object>) value;
        RefusedException.unless(
                List.copyOf(map.keySet()).equals(List.of(members)),
                "members are " + map.keySet() + ", not " + List.of(members));
        return map;
    }

    static String text(Map<String, Object> object, String member) {
        Object value = object.get(member);
        RefusedException.unless(value instanceof String, member + " is no text");
        return (String) value;
    }

    static long number(Map<String, Object> object, String member) {
        Object value = object.get(member);
        RefusedException.unless(value instanceof Long, member + " is no number");
        return (Long) value;
    }

    static List<?> array(Map<String, Object> object, String member) {
        Object value = object.get(member);
        RefusedException.unless(value instanceof List, member + " is no array");
        return (List<?>) value;
    }

    private Object value(int depth) {
        RefusedException.unless(depth <= 16, "nested too deep");
        char next = peek();
        if (next == '{') {
            return object(depth);
        }
        if (next == '[') {
            return array(depth);
        }
        return next == '"' ? string() : (Object) number();
    }

    private Map<String, Object> object(int depth) {
        Map<String, Object> members = new LinkedHashMap<>();
        take('{');
        while (peek() != '}') {
            if (!members.isEmpty()) {
                take(',');
            }
            String name = string();
            take(':');
            RefusedException.unless(members.put(name, value(depth + 1)) == null, "twice: " + name);
        }
        take('}');
        return members;
    }

    private List<Object> array(int depth) {
        List<Object> values = new ArrayList<>();
        take('[');
        while (peek() != ']') {
            if (!values.isEmpty()) {
                take(',');
            }
            values.add(value(depth + 1));
        }
        take(']');
        return values;
    }

    private Long number() {
        int from = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        String digits = text.substring(from, at);
        RefusedException.unless(digits.matches("0|[1-9][0-9]{0,18}"), "not a number at " + from);
        RefusedException.unless(new BigInteger(digits).compareTo(MOST) <= 0, "too large: " + digits);
        return Long.valueOf(digits);
    }

    private String string() {
        take('"');
        StringBuilder read = new StringBuilder();
        while (peek() != '"') {
            char c = text.charAt(at++);
            RefusedException.unless(c >= ' ', "a control character that is not escaped");
            read.append(c == '\\' ? escaped() : c);
            RefusedException.unless(read.length() <= 1 << 20, "a string that is too long");
        }
        take('"');
        return read.toString();
    }

    private char escaped() {
        char c = peek();
        at++;
        if (c == '"' || c == '\\') {
            return c;
        }
        int named = SHORT_NAMES.indexOf(c);
        if (named >= 0) {
            return SHORT.charAt(named);
        }
        RefusedException.unless(c == 'u' && at + 4 <= text.length(), "an escape of another form");
        String digits = text.substring(at, at + 4);
        at += 4;
        RefusedException.unless(digits.matches("00[01][0-9A-F]"), "an escape of another form: " + digits);
        char control = (char) Integer.parseInt(digits, 16);
        RefusedException.unless(SHORT.indexOf(control) < 0, "an escape that has a shorter form");
        return control;
    }

    private char peek() {
        RefusedException.unless(at < text.length(), "the JSON ends too early");
        return text.charAt(at);
    }

    private void take(char expected) {
        RefusedException.unless(peek() == expected, "expected " + expected + " at " + at);
        at++;
    }
}
