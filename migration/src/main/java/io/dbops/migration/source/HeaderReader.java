package io.dbops.migration.source;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the header comments at the beginning of a script: in the comments before its first statement or section marker. Works
 * on bytes, because nearly every script's first byte already says that there is none.
 */
final class HeaderReader {

    /** The comments before the first statement may be so long; what comes later would be missed in silence. */
    static final int LONGEST = 64 * 1024;

    private static final Pattern NATIVE = Pattern.compile("--\\s*([A-Za-z][A-Za-z_-]*)\\s*:\\s*(.*?)\\s*");
    private static final Pattern FOREIGN = Pattern.compile("--\\s*([a-z_]+)\\s*:\\s*(.*?)\\s*");
    private static final Pattern SECTION = Pattern.compile("--[ \\t]*(UP|DOWN)[ \\t]*:?\\s*", Pattern.CASE_INSENSITIVE);

    private final String script;
    private final byte[] bytes;
    private final int length;
    private final boolean complete;
    private final boolean own;
    private final List<HeaderLine> found = new ArrayList<>();
    private int at;
    private int line = 1;

    private HeaderReader(String script, byte[] bytes, int length, boolean complete, boolean own) {
        this.script = script;
        this.bytes = bytes;
        this.length = length;
        this.complete = complete;
        this.own = own;
    }

    /**
     * The header comments.
     *
     * @param bytes of which the first {@code length} are the script's first
     * @param complete whether they are all
     * @param own whether the file's name is of our own form; then every key counts, else those that prose would hardly hold
     */
    static List<HeaderLine> read(String script, byte[] bytes, int length, boolean complete, boolean own) {
        HeaderReader reader = new HeaderReader(script, bytes, length, complete, own);
        reader.skipMark();
        reader.readAll();
        return reader.found;
    }

    private void skipMark() {
        if (length >= 3 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF) {
            at = 3;
        }
    }

    private void readAll() {
        boolean open = true;
        while (open && at < length) {
            byte b = bytes[at];
            if (b <= ' ' && b >= 0) {
                blank();
            } else if (startsWith("--")) {
                open = lineComment();
            } else if (b == '#') {
                skipLine();
            } else if (startsWith("/*") && !startsWith("/*!") && !startsWith("/*M!")) {
                blockComment();
            } else {
                open = false;
            }
        }
        if (open && !complete) {
            throw tooLong();
        }
    }

    private void blank() {
        if (bytes[at] == '\n' || (bytes[at] == '\r' && (at + 1 == length || bytes[at + 1] != '\n'))) {
            line++;
        }
        at++;
    }

    /** Whether the header may go on. */
    private boolean lineComment() {
        int start = at;
        skipLine();
        if (at == length && !complete) {
            throw tooLong();
        }
        String text = decode(start, at).strip();
        if (own && SECTION.matcher(text).matches()) {
            return false;
        }
        Matcher matcher = (own ? NATIVE : FOREIGN).matcher(text);
        if (matcher.matches()) {
            take(matcher.group(1), matcher.group(2));
        }
        return true;
    }

    private void take(String spelled, String value) {
        String key = spelled.toLowerCase(Locale.ROOT).replace('-', '_');
        Set<String> keys = own ? ScriptHeader.KEYS : ScriptHeader.KEYS_ANYWHERE;
        if (keys.contains(key)) {
            found.add(new HeaderLine(line, key, value));
            return;
        }
        if (own) {
            keys.stream()
                    .filter(known -> Spelling.isSlip(key, known))
                    .sorted()
                    .findFirst()
                    .ifPresent(known -> {
                        throw fault(
                                "'" + spelled + "' is no header; " + known + " is",
                                "Correct it, or write it without colon.");
                    });
        }
    }

    private void blockComment() {
        int opened = line;
        at += 2;
        while (!startsWith("*/")) {
            if (at >= length) {
                if (!complete) {
                    throw tooLong();
                }
                line = opened;
                throw fault("the comment that opens here is never closed", "Close it.");
            }
            blank();
        }
        at += 2;
    }

    private void skipLine() {
        while (at < length && bytes[at] != '\n' && bytes[at] != '\r') {
            at++;
        }
    }

    private boolean startsWith(String text) {
        if (at + text.length() > length) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (bytes[at + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private String decode(int from, int to) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, from, to - from))
                    .toString();
        } catch (CharacterCodingException e) {
            throw fault("the bytes are not UTF-8", "Convert the file to UTF-8.");
        }
    }

    private DbOpsException tooLong() {
        return fault(
                "the comments before the first statement are longer than " + LONGEST / 1024
                        + " KiB, of which no end is in" + " sight",
                "Move the long comment behind the first statement, so that no header can hide in it.");
    }

    private DbOpsException fault(String what, String hint) {
        return DbOpsException.of(ErrorCode.MIGRATION_INVALID, script + ":" + line + ": " + what)
                .with("script", script)
                .with("line", line)
                .hint(hint)
                .build();
    }
}
