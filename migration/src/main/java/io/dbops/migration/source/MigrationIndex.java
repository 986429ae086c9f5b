package io.dbops.migration.source;

import io.dbops.migration.script.Digests;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a build wrote down about the scripts of a folder: {@code docs/formats/migration-index-v1.md}. Immutable. */
final class MigrationIndex {

    private static final String MAGIC = "dbops-migration-index 1";
    private static final String SCRIPT = "script ";
    private static final String HEADER = "header ";
    private static final String END = "end ";
    private static final int SHA_256_DIGITS = 64;

    private final String folder;
    private final SortedMap<String, ScriptFacts> scripts;

    /** Takes the map, which is not changed any more. */
    MigrationIndex(String folder, SortedMap<String, ScriptFacts> scripts) {
        this.folder = folder;
        this.scripts = scripts;
    }

    /** The resource that holds the index of a folder. */
    static String resourceFor(String folder) {
        StringBuilder name = new StringBuilder("META-INF/dbops/");
        for (byte b : folder.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9') || b == '-';
            if (plain) {
                name.append((char) b);
            } else if (b == '/') {
                name.append('.');
            } else {
                name.append('_').append(HexFormat.of().withUpperCase().toHexDigits(b));
            }
        }
        return name.append(".index").toString();
    }

    /** Relative paths and what is known of them. */
    Map<String, ScriptFacts> scripts() {
        return scripts;
    }

    /** The resource's bytes. */
    byte[] encode() {
        StringBuilder text = new StringBuilder(MAGIC).append('\n');
        text.append("folder ").append(folder).append('\n');
        scripts.forEach((path, facts) -> {
            text.append(SCRIPT).append(facts.size()).append(' ');
            text.append(HexFormat.of().toHexDigits((int) facts.crc())).append(' ');
            text.append(facts.digest()).append(' ').append(path).append('\n');
            for (HeaderLine line : facts.header()) {
                text.append(HEADER).append(line.line()).append(' ');
                text.append(line.key()).append(' ').append(line.value()).append('\n');
            }
        });
        String seal = Digests.of(text);
        text.append(END).append(scripts.size()).append(' ').append(seal).append('\n');
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The index that the bytes are.
     *
     * @throws IllegalArgumentException when they are none of this version for this folder, cut off or changed; says why
     */
    static MigrationIndex parse(byte[] bytes, String folder) {
        List<String> lines = lines(bytes);
        int last = lines.size() - 1;
        if (!lines.get(0).equals(MAGIC)) {
            throw new IllegalArgumentException("it does not begin with '" + MAGIC + "'");
        }
        if (last < 2 || !lines.get(1).equals("folder " + folder)) {
            throw new IllegalArgumentException("it is not about the folder " + folder);
        }
        MessageDigest digest = Digests.sha256();
        digest.update(bytes, 0, bytes.length - lines.get(last).length() - 1);
        String seal = Digests.hex(digest.digest());
        SortedMap<String, ScriptFacts> scripts = new TreeMap<>();
        int at = 2;
        while (at < last) {
            at = script(lines, at, last, scripts);
        }
        if (!lines.get(last).equals(END + scripts.size() + " " + seal)) {
            throw new IllegalArgumentException("its last line does not fit what stands before it");
        }
        return new MigrationIndex(folder, scripts);
    }

    private static List<String> lines(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            List<String> lines = new ArrayList<>();
            int start = 0;
            for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
                lines.add(text.substring(start, end));
                start = end + 1;
            }
            if (start < text.length() || lines.isEmpty()) {
                throw new IllegalArgumentException("it is cut off");
            }
            return lines;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("its bytes are not UTF-8", e);
        }
    }

    /** Takes one script and its headers; returns where the next one begins. */
    private static int script(List<String> lines, int first, int last, Map<String, ScriptFacts> scripts) {
        String[] parts = parts(lines.get(first), SCRIPT, 4);
        if (parts[2].length() != SHA_256_DIGITS) {
            throw new IllegalArgumentException("line " + (first + 1) + " holds no SHA-256");
        }
        List<HeaderLine> header = new ArrayList<>();
        int at = first + 1;
        for (; at < last && lines.get(at).startsWith(HEADER); at++) {
            String[] line = parts(lines.get(at), HEADER, 3);
            header.add(new HeaderLine(Integer.parseInt(line[0]), line[1], line[2]));
        }
        long crc = Integer.toUnsignedLong(Integer.parseUnsignedInt(parts[1], 16));
        ScriptFacts facts = new ScriptFacts(Long.parseLong(parts[0]), crc, parts[2], header);
        if (scripts.put(parts[3], facts) != null) {
            throw new IllegalArgumentException("it names " + parts[3] + " twice");
        }
        return at;
    }

    /** The parts between blanks; the last one may hold more of them. */
    private static String[] parts(String line, String word, int number) {
        String[] parts = new String[number];
        int start = word.length();
        for (int i = 0; i < number; i++) {
            int end = i == number - 1 ? line.length() : line.indexOf(' ', start);
            if (end < start || !line.startsWith(word)) {
                throw new IllegalArgumentException("'" + line + "' is no line of an index");
            }
            parts[i] = line.substring(start, end);
            start = end + 1;
        }
        return parts;
    }
}
