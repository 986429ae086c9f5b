package io.dbops.migration.script;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;

/** How a script that cannot be read is reported: always as {@code script:line}. */
final class ScriptError {

    private ScriptError() {}

    static DbOpsException at(String script, int line, String what, String hint) {
        return DbOpsException.of(ErrorCode.MIGRATION_INVALID, script + ":" + line + ": " + what)
                .with("script", script)
                .with("line", line)
                .hint(hint)
                .build();
    }

    static DbOpsException unterminated(String script, String what, int line) {
        return at(
                script,
                line,
                "the " + what + " that opens here is never closed",
                "Close it; everything up to the end of the script would be swallowed.");
    }

    static DbOpsException unreadable(String script, int line, IOException cause) {
        boolean encoding = cause instanceof CharacterCodingException;
        String what = encoding ? "the bytes are not UTF-8" : "the script cannot be read: " + cause.getMessage();
        return DbOpsException.of(ErrorCode.MIGRATION_INVALID, script + ", at or after line " + line + ": " + what)
                .with("script", script)
                .hint(encoding ? "Convert the file to UTF-8." : "Check that the file is there and readable.")
                .cause(cause)
                .build();
    }
}
