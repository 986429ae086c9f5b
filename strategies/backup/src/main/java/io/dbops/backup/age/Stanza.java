package io.dbops.backup.age;

import java.util.List;

/** One recipient stanza: the file key wrapped for one recipient. The type is the first argument on its line. */
record Stanza(String type, List<String> arguments, byte[] body) {

    private static final int COLUMNS = 64;

    Stanza {
        arguments = List.copyOf(arguments);
    }

    /** The lines of the stanza; a body that fills its last line is closed by an empty one. */
    void appendTo(StringBuilder header) {
        header.append("-> ").append(type);
        arguments.forEach(argument -> header.append(' ').append(argument));
        header.append('\n');
        String encoded = CanonicalBase64.encode(body);
        int start = 0;
        while (encoded.length() - start >= COLUMNS) {
            header.append(encoded, start, start + COLUMNS).append('\n');
            start += COLUMNS;
        }
        header.append(encoded, start, encoded.length()).append('\n');
    }
}
