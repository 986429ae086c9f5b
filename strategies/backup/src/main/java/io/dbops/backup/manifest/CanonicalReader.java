package io.dbops.backup.manifest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON document whose members come in one known order. Whatever is not what the caller asks for next is an
 * {@code INTEGRITY} error that names the document. Used by one thread.
 */
final class CanonicalReader implements AutoCloseable {

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(16)
                    .maxStringLength(1 << 20)
                    .maxNameLength(64)
                    .maxNumberLength(19)
                    .build())
            .build();

    private final String document;
    private final JsonParser parser;

    /** @param document names it in errors, such as an object key */
    CanonicalReader(String document, byte[] bytes) {
        this.document = document;
        try {
            this.parser = JSON.createParser(bytes);
        } catch (IOException e) {
            throw malformed(reason(e), e);
        }
    }

    CanonicalReader beginObject() {
        expect(JsonToken.START_OBJECT, "an object");
        return this;
    }

    void endObject() {
        expect(JsonToken.END_OBJECT, "the end of an object, after its last known member");
    }

    CanonicalReader name(String name) {
        JsonToken token = next();
        String found = text();
        if (token != JsonToken.FIELD_NAME || !found.equals(name)) {
            throw malformed("member '" + name + "' expected, found '" + clip(found) + "'", null);
        }
        return this;
    }

    String string() {
        expect(JsonToken.VALUE_STRING, "a string");
        return text();
    }

    String string(String name) {
        return name(name).string();
    }

    long number(String name) {
        name(name);
        expect(JsonToken.VALUE_NUMBER_INT, "an integer");
        try {
            long value = parser.getLongValue();
            if (value < 0) {
                throw malformed("member '" + name + "' is " + value + ", expected zero or more", null);
            }
            return value;
        } catch (IOException e) {
            throw malformed(reason(e), e);
        }
    }

    /** A number that fits an int. */
    int count(String name) {
        long value = number(name);
        if (value > Integer.MAX_VALUE) {
            throw malformed("member '" + name + "' is " + value + ", expected at most " + Integer.MAX_VALUE, null);
        }
        return (int) value;
    }

    List<String> strings(String name) {
        return array(name, () -> {
            if (parser.currentToken() != JsonToken.VALUE_STRING) {
                throw malformed("a string expected in '" + name + "'", null);
            }
            return text();
        });
    }

    /** An array of objects; the element reads its members, not its braces. */
    <T> List<T> objects(String name, Element<T> element) {
        return array(name, () -> {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw malformed("an object expected in '" + name + "'", null);
            }
            T value = element.read();
            endObject();
            return value;
        });
    }

    /** The value must be one of the format's own: anything else is refused with this. */
    DbOpsException malformed(String what, @Nullable Throwable cause) {
        return DbOpsException.of(ErrorCode.INTEGRITY, document + " is not of the documented form: " + what)
                .hint("It was altered or written by another version; use an intact copy, or the DbOps that wrote it.")
                .cause(cause)
                .build();
    }

    void requireEnd() {
        if (next() != null) {
            throw malformed("something follows the document", null);
        }
    }

    @Override
    public void close() {
        try {
            parser.close();
        } catch (IOException e) {
            throw malformed(reason(e), e);
        }
    }

    private <T> List<T> array(String name, Element<T> element) {
        name(name);
        expect(JsonToken.START_ARRAY, "an array for '" + name + "'");
        List<T> values = new ArrayList<>();
        while (next() != JsonToken.END_ARRAY) {
            values.add(element.read());
        }
        return values;
    }

    private void expect(JsonToken wanted, String what) {
        JsonToken token = next();
        if (token != wanted) {
            throw malformed(what + " expected, found " + token, null);
        }
    }

    private @Nullable JsonToken next() {
        try {
            return parser.nextToken();
        } catch (IOException e) {
            throw malformed(reason(e), e);
        }
    }

    private String text() {
        try {
            return String.valueOf(parser.getText());
        } catch (IOException e) {
            throw malformed(reason(e), e);
        }
    }

    private static String reason(IOException e) {
        return e instanceof JsonProcessingException json ? json.getOriginalMessage() : String.valueOf(e.getMessage());
    }

    private static String clip(String text) {
        return text.length() > 40 ? text.substring(0, 40) + "..." : text;
    }

    /** Reads one element of an array. */
    @FunctionalInterface
    interface Element<T> {
        T read();
    }
}
