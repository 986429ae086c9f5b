package io.dbops.backup.manifest;

import io.dbops.backup.BackupLabel;
import io.dbops.spi.ObjectKey;
import io.dbops.value.QualifiedName;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The keys of a repository. Pure, thread-safe; keys are only ever made here, and never parsed except manifests' labels. */
public final class Keyspace {

    public static final ObjectKey REPOSITORY = ObjectKey.of("repository.json");
    public static final String MANIFESTS = "manifests/";
    public static final String REMOVALS = "removals/";
    public static final String OBJECTS = "objects/";
    public static final String MARKS = "marks/";
    public static final String DRAFTS = "drafts/";

    private static final DateTimeFormatter MARK_TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final Pattern FORMAT = Pattern.compile("[a-z0-9]{1,16}");
    private static final Pattern DEVICE = Pattern.compile("con|prn|aux|nul|(com|lpt)[0-9]");
    private static final int LONGEST = 180;
    private static final int CUT = 140;

    private Keyspace() {}

    public static ObjectKey manifest(BackupLabel label) {
        return ObjectKey.of(MANIFESTS + label + ".json");
    }

    /** Where it is said that a backup was removed. */
    public static ObjectKey removal(BackupLabel label) {
        return ObjectKey.of(REMOVALS + label + ".json");
    }

    /** Where all marks of a backup begin. */
    public static String marks(BackupLabel label) {
        return MARKS + label + "/";
    }

    /** A mark; the tail tells two of one moment apart. */
    public static ObjectKey mark(BackupLabel label, Instant at, String tail) {
        return ObjectKey.of(marks(label) + MARK_TIME.format(at) + "-" + tail + ".json");
    }

    /** Where all drafts of a run begin. */
    public static String drafts(BackupLabel label) {
        return DRAFTS + label + "/";
    }

    /** A draft; a later one has a higher number. */
    public static ObjectKey draft(BackupLabel label, int number) {
        return ObjectKey.of(drafts(label) + String.format(Locale.ROOT, "%05d", number) + ".json");
    }

    /** What the rows of a draft are. */
    public static ObjectKey draftContents(BackupLabel label, int number, String suffix) {
        return fixed(label, "draft-" + String.format(Locale.ROOT, "%05d", number) + ".json" + suffix);
    }

    /** The run that stored an object; empty for what no run can have stored. */
    public static Optional<BackupLabel> runOf(ObjectKey object) {
        String[] segments = object.value().split("/", -1);
        return segments.length > 2 && OBJECTS.equals(segments[0] + "/") ? label(segments[1]) : Optional.empty();
    }

    /** The label of a manifest's key; empty for what lies beside the manifests and is none. */
    public static Optional<BackupLabel> labelOf(ObjectKey manifest) {
        String key = manifest.value();
        if (!key.startsWith(MANIFESTS) || !key.endsWith(".json")) {
            return Optional.empty();
        }
        return label(key.substring(MANIFESTS.length(), key.length() - ".json".length()));
    }

    private static Optional<BackupLabel> label(String text) {
        try {
            return Optional.of(BackupLabel.of(text));
        } catch (IllegalArgumentException notALabel) {
            return Optional.empty();
        }
    }

    /** Where all objects of a label begin. */
    public static String folder(BackupLabel label) {
        return OBJECTS + label + "/";
    }

    /** An object that every backup has, such as {@code contents.json}. */
    public static ObjectKey fixed(BackupLabel label, String name) {
        return ObjectKey.of(folder(label) + name);
    }

    /**
     * Rows that are not encrypted.
     *
     * @throws IllegalArgumentException if the format cannot be a file suffix
     */
    public static ObjectKey rows(BackupLabel label, QualifiedName table, int chunk, String format, String suffix) {
        if (!FORMAT.matcher(format).matches()) {
            throw new IllegalArgumentException("a row format is 1 to 16 of a-z 0-9, not '" + format + "'");
        }
        String number = String.format(Locale.ROOT, "%05d", chunk);
        return ObjectKey.of(folder(label) + escape(table.schema()) + "/" + escape(table.name()) + "/" + number + "."
                + format + suffix);
    }

    /** Rows that are encrypted: the key tells nothing. */
    public static ObjectKey sealedRows(BackupLabel label, long number) {
        return ObjectKey.of(folder(label) + String.format(Locale.ROOT, "%06d", number) + ".age");
    }

    static String escape(String name) {
        if (name.isEmpty()) {
            return "=";
        }
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        StringBuilder escaped = new StringBuilder(utf8.length + 16);
        boolean device = DEVICE.matcher(name).matches();
        int cut = 0;
        for (int i = 0; i < utf8.length; i++) {
            char c = (char) (utf8[i] & 0xff);
            boolean stays = c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '_' || c == '-';
            if (stays && !(i == 0 && (c == '-' || device))) {
                escaped.append(c);
            } else {
                escaped.append('%').append(HexFormat.of().withUpperCase().toHexDigits((byte) c));
            }
            if (escaped.length() <= CUT) {
                cut = escaped.length();
            }
        }
        if (escaped.length() <= LONGEST) {
            return escaped.toString();
        }
        return escaped.substring(0, cut) + "=" + Sha256.hex(utf8).substring(0, 32);
    }

    static void requireFormat(CanonicalReader in, String format) {
        String found = in.string("format");
        if (!found.equals(format)) {
            throw in.malformed("format '" + format + "' expected", null);
        }
        long version = in.number("version");
        if (version != 1) {
            throw in.malformed("format version 1 expected, found version " + version, null);
        }
    }
}
