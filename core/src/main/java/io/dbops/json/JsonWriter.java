package io.dbops.json;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes one JSON document (RFC 8259) into memory; reports are small. Misuse, such as a value where a name is due, is an
 * {@link IllegalStateException}. Used by one thread.
 */
public final class JsonWriter {

    private static final int OBJECT = 0;
    private static final int ARRAY = 1;

    private final StringBuilder out = new StringBuilder();
    private final Deque<Integer> scopes = new ArrayDeque<>();
    private boolean first = true;
    private boolean named;

    public JsonWriter beginObject() {
        return open('{', OBJECT);
    }

    public JsonWriter endObject() {
        return close('}', OBJECT);
    }

    public JsonWriter beginArray() {
        return open('[', ARRAY);
    }

    public JsonWriter endArray() {
        return close(']', ARRAY);
    }

    /** The name of the next value; only inside an object. */
    public JsonWriter name(String name) {
        if (named || scopes.isEmpty() || scopes.peek() != OBJECT) {
            throw new IllegalStateException("a name belongs inside an object, once per value: " + name);
        }
        separate();
        quote(name);
        out.append(':');
        named = true;
        return this;
    }

    public JsonWriter value(@Nullable String value) {
        beforeValue();
        if (value == null) {
            out.append("null");
        } else {
            quote(value);
        }
        return this;
    }

    public JsonWriter value(long value) {
        beforeValue();
        out.append(value);
        return this;
    }

    public JsonWriter value(boolean value) {
        beforeValue();
        out.append(value);
        return this;
    }

    public JsonWriter field(String name, @Nullable String value) {
        return name(name).value(value);
    }

    public JsonWriter field(String name, long value) {
        return name(name).value(value);
    }

    public JsonWriter field(String name, boolean value) {
        return name(name).value(value);
    }

    /** A field whose value is an array of texts. */
    public JsonWriter strings(String name, Iterable<String> values) {
        name(name).beginArray();
        values.forEach(this::value);
        return endArray();
    }

    /** The document; every scope must be closed. */
    @Override
    public String toString() {
        if (!scopes.isEmpty() || out.length() == 0) {
            throw new IllegalStateException("the document is not complete: " + scopes.size() + " scopes are open");
        }
        return out.toString();
    }

    private JsonWriter open(char bracket, int scope) {
        beforeValue();
        out.append(bracket);
        scopes.push(scope);
        first = true;
        return this;
    }

    private JsonWriter close(char bracket, int scope) {
        if (named || scopes.isEmpty() || scopes.pop() != scope) {
            throw new IllegalStateException("'" + bracket + "' closes nothing that is open");
        }
        out.append(bracket);
        first = false;
        return this;
    }

    private void beforeValue() {
        if (scopes.isEmpty()) {
            if (out.length() > 0) {
                throw new IllegalStateException("a document has one root");
            }
        } else if (scopes.peek() == OBJECT) {
            if (!named) {
                throw new IllegalStateException("a value inside an object needs a name");
            }
            named = false;
        } else {
            separate();
        }
    }

    private void separate() {
        if (!first) {
            out.append(',');
        }
        first = false;
    }

    private void quote(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    // Lone surrogates and the two line separators that JavaScript trips over are escaped as well.
                    if (c < 0x20 || c == 0x7f || c == 0x2028 || c == 0x2029 || isLoneSurrogate(text, i)) {
                        out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    private static boolean isLoneSurrogate(String text, int i) {
        char c = text.charAt(i);
        if (Character.isHighSurrogate(c)) {
            return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
        }
        return Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
    }
}
