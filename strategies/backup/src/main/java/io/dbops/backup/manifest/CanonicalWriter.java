package io.dbops.backup.manifest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Collection;

/**
 * Writes the canonical JSON of the repository format into memory: no white space, members in the order of the calls, only
 * what must be escaped is escaped. Used by one thread.
 */
final class CanonicalWriter {

    private static final JsonFactory JSON = new JsonFactory();

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final JsonGenerator json;

    CanonicalWriter() {
        try {
            this.json = JSON.createGenerator(bytes);
        } catch (IOException e) {
            throw impossible(e);
        }
    }

    /** The document without a line end. */
    static byte[] object(Members members) {
        CanonicalWriter writer = new CanonicalWriter();
        try {
            writer.json.writeStartObject();
            members.write(writer);
            writer.json.writeEndObject();
            writer.json.close();
        } catch (IOException e) {
            throw impossible(e);
        }
        return writer.bytes.toByteArray();
    }

    CanonicalWriter string(String name, String value) throws IOException {
        json.writeStringField(name, value);
        return this;
    }

    CanonicalWriter number(String name, long value) throws IOException {
        json.writeNumberField(name, value);
        return this;
    }

    CanonicalWriter strings(String name, Collection<String> values) throws IOException {
        json.writeArrayFieldStart(name);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
        return this;
    }

    CanonicalWriter object(String name, Members members) throws IOException {
        json.writeObjectFieldStart(name);
        members.write(this);
        json.writeEndObject();
        return this;
    }

    <T> CanonicalWriter objects(String name, Collection<T> values, ElementMembers<T> members) throws IOException {
        json.writeArrayFieldStart(name);
        for (T value : values) {
            json.writeStartObject();
            members.write(this, value);
            json.writeEndObject();
        }
        json.writeEndArray();
        return this;
    }

    /** Memory does not fail; what remains is text that has no UTF-8 form. */
    private static DbOpsException impossible(IOException cause) {
        return DbOpsException.of(ErrorCode.BACKUP_FAILED, "a text has no UTF-8 form: " + cause.getMessage())
                .hint("Rename the object whose name holds half of a surrogate pair.")
                .cause(cause)
                .build();
    }

    /** Writes the members of one object. */
    @FunctionalInterface
    interface Members {
        void write(CanonicalWriter out) throws IOException;
    }

    /** Writes the members of one object of an array. */
    @FunctionalInterface
    interface ElementMembers<T> {
        void write(CanonicalWriter out, T value) throws IOException;
    }
}
