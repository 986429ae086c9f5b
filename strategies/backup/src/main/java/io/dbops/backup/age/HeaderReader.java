package io.dbops.backup.age;

import io.dbops.backup.age.AgeException.Failure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads a header by the grammar of the specification, to the letter: LF line ends, printable ASCII, single spaces,
 * canonical base64, bodies wrapped at 64 columns. Leaves the stream at the first byte of the payload.
 */
final class HeaderReader {

    private static final String ORIGIN = "age-encryption.org/";
    private static final String ARMOR_MARK = "-----BEGIN AGE ENCRYPTED FILE-----";
    private static final int BODY_COLUMNS = 64;
    private static final int SHOWN_CHARACTERS = 40;

    private final InputStream in;
    private final ByteArrayOutputStream consumed = new ByteArrayOutputStream(512);
    private int lineNumber;

    private HeaderReader(InputStream in) {
        this.in = in;
    }

    static Header read(InputStream in) throws IOException {
        return new HeaderReader(in).read();
    }

    private Header read() throws IOException {
        checkVersion(nextLine());
        List<Stanza> stanzas = new ArrayList<>();
        int lineStart = consumed.size();
        String line = nextLine();
        while (line.startsWith("->")) {
            stanzas.add(stanza(line));
            lineStart = consumed.size();
            line = nextLine();
        }
        if (stanzas.isEmpty()) {
            throw malformed("has no recipient stanza: expected a line that starts with '-> '");
        }
        byte[] mac = mac(line);
        int end = lineStart + Header.MAC_MARK.length();
        return new Header(List.copyOf(stanzas), Arrays.copyOf(consumed.toByteArray(), end), mac);
    }

    private void checkVersion(String line) throws AgeException {
        if (line.equals(Header.VERSION_LINE)) {
            return;
        }
        if (line.startsWith(ARMOR_MARK)) {
            throw new AgeException(
                    Failure.UNSUPPORTED, "age file is ASCII armored, which is not supported: expected the binary form");
        }
        String version = line.startsWith(ORIGIN) ? line.substring(ORIGIN.length()) : "";
        if (!version.isEmpty() && isPrintable(version)) {
            String shown = version.substring(0, Math.min(version.length(), SHOWN_CHARACTERS));
            throw new AgeException(Failure.UNSUPPORTED, "age file has format version '" + shown + "': expected 'v1'");
        }
        throw malformed("is not that of an age file: expected '" + Header.VERSION_LINE + "'");
    }

    private Stanza stanza(String line) throws IOException {
        if (!line.startsWith("-> ")) {
            throw malformed("lacks the space after '->'");
        }
        String[] arguments = line.substring(3).split(" ", -1);
        for (String argument : arguments) {
            if (argument.isEmpty() || !isPrintable(argument)) {
                throw malformed("has an empty argument or one with a character outside of printable ASCII");
            }
        }
        return new Stanza(arguments[0], Arrays.asList(arguments).subList(1, arguments.length), body());
    }

    private byte[] body() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream(48);
        String line;
        do {
            line = nextLine();
            byte[] decoded = line.length() > BODY_COLUMNS ? null : CanonicalBase64.decode(line);
            if (decoded == null) {
                throw malformed("of a stanza's body is not canonical base64 of at most 64 columns");
            }
            body.writeBytes(decoded);
        } while (line.length() == BODY_COLUMNS);
        return body.toByteArray();
    }

    private byte[] mac(String line) throws AgeException {
        String mark = Header.MAC_MARK + " ";
        byte[] mac =
                line.startsWith(mark) ? CanonicalBase64.decode(line.substring(mark.length()), Header.MAC_LENGTH) : null;
        if (mac == null) {
            throw malformed("is neither a recipient stanza nor '--- ' with 43 characters of canonical base64");
        }
        return mac;
    }

    /** The next line without its LF, each byte as one character. */
    private String nextLine() throws IOException {
        lineNumber++;
        StringBuilder line = new StringBuilder(80);
        int next = nextByte();
        while (next != '\n') {
            line.append((char) next);
            next = nextByte();
        }
        return line.toString();
    }

    private int nextByte() throws IOException {
        if (consumed.size() >= Header.MAX_LENGTH) {
            throw malformed("passes the bound of " + Header.MAX_LENGTH + " bytes for a header");
        }
        int next = in.read();
        if (next < 0) {
            throw malformed(consumed.size() == 0 ? "is missing: the file is empty" : "is cut by the end of the file");
        }
        consumed.write(next);
        return next;
    }

    private static boolean isPrintable(String text) {
        return text.chars().allMatch(character -> character > 32 && character < 127);
    }

    private AgeException malformed(String what) {
        return new AgeException(Failure.HEADER, "age header, line " + lineNumber + " " + what);
    }
}
