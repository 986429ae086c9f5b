package io.dbops.migration.source;

import java.util.ArrayList;
import java.util.List;

/** A JSON array of strings, strictly: the value of the header {@code dependencies}. */
final class JsonStrings {

    private final String text;
    private int at;

    private JsonStrings(String text) {
        this.text = text;
    }

    /**
     * The strings.
     *
     * @throws IllegalArgumentException when it is anything else; the message says what and at which character
     */
    static List<String> parse(String text) {
        return new JsonStrings(text).array();
    }

    private List<String> array() {
        List<String> values = new ArrayList<>();
        expect('[');
        if (peek() != ']') {
            values.add(string());
            while (peek() == ',') {
                at++;
                values.add(string());
            }
        }
        expect(']');
        if (peek() != 0) {
            throw fault("nothing after the array");
        }
        return values;
    }

    private String string() {
        expect('"');
        StringBuilder value = new StringBuilder();
        while (at < text.length() && text.charAt(at) != '"') {
            char c = text.charAt(at++);
            if (c < ' ') {
                throw fault("no control character in a string");
            }
            value.append(c == '\\' ? escape() : c);
        }
        if (at == text.length()) {
            throw fault("a closing quote");
        }
        at++;
        return value.toString();
    }

    private char escape() {
        char c = at < text.length() ? text.charAt(at++) : 0;
        int simple = "\"\\/bfnrt".indexOf(c);
        if (c != 0 && simple >= 0) {
            return "\"\\/\b\f\n\r\t".charAt(simple);
        }
        if (c == 'u' && at + 4 <= text.length() && text.substring(at, at + 4).matches("[0-9A-Fa-f]{4}")) {
            at += 4;
            return (char) Integer.parseInt(text.substring(at - 4, at), 16);
        }
        throw fault("an escape of JSON");
    }

    private char peek() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at < text.length() ? text.charAt(at) : 0;
    }

    private void expect(char wanted) {
        if (peek() != wanted) {
            throw fault("'" + wanted + "'");
        }
        at++;
    }

    private IllegalArgumentException fault(String wanted) {
        return new IllegalArgumentException("expected " + wanted + " at character " + (at + 1));
    }
}
