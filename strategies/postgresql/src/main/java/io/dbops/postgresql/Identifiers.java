package io.dbops.postgresql;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Quotes identifiers. */
final class Identifiers {

    /** NAMEDATALEN - 1 of every server that was not built with another value; longer names are cut off with a mere notice. */
    private static final int MAX_BYTES = 63;

    private Identifiers() {}

    static String quote(String identifier) {
        if (identifier.isEmpty()) {
            throw refuse("An empty text is no identifier for PostgreSQL.");
        }
        if (identifier.indexOf('\0') >= 0) {
            throw refuse("An identifier with a NUL character cannot be quoted for PostgreSQL.");
        }
        int bytes = encodedLength(identifier);
        if (bytes > MAX_BYTES) {
            throw refuse(
                    "Identifier '" + identifier + "' has " + bytes + " bytes; PostgreSQL keeps " + MAX_BYTES + ".");
        }
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    /** The quoted name, below that schema if there is one. */
    static String qualified(@Nullable String schema, String name) {
        return (schema == null ? "" : quote(schema) + ".") + quote(name);
    }

    private static int encodedLength(String identifier) {
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(identifier));
            return encoded.remaining();
        } catch (CharacterCodingException e) {
            throw refuse("An identifier with an unpaired surrogate cannot be quoted for PostgreSQL.");
        }
    }

    private static DbOpsException refuse(String what) {
        return DbOpsException.of(ErrorCode.CONFIGURATION, what).build();
    }
}
