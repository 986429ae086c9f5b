package io.dbops.migration.script;

import io.dbops.spi.ScriptResource;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PushbackReader;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** A script's characters: UTF-8, strictly, without a byte order mark. */
public final class ScriptText {

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private ScriptText() {}

    /** The text from its start; the caller closes. Bytes that are not UTF-8 fail the read that meets them. */
    public static Reader open(ScriptResource resource) {
        try {
            return withoutMark(new InputStreamReader(
                    resource.open(),
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .onUnmappableCharacter(CodingErrorAction.REPORT)));
        } catch (IOException e) {
            throw ScriptError.unreadable(resource.name(), 1, e);
        }
    }

    private static Reader withoutMark(Reader text) throws IOException {
        PushbackReader reader = new PushbackReader(text, 1);
        try {
            int first = reader.read();
            if (first >= 0 && first != BYTE_ORDER_MARK) {
                reader.unread(first);
            }
            return reader;
        } catch (IOException | RuntimeException e) {
            try (reader) {
                throw e;
            }
        }
    }
}
