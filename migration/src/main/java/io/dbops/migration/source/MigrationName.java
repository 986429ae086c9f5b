package io.dbops.migration.source;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a file's name says.
 *
 * @param form whose convention it follows
 * @param id unique among migrations: the version, or for a repeatable the name with its prefix
 * @param version of a versioned migration
 * @param words for a person
 */
record MigrationName(Form form, String id, @Nullable Version version, String words) {

    enum Form {
        NATIVE,
        FLYWAY_VERSIONED,
        FLYWAY_REPEATABLE,
        FLYWAY_UNDO
    }

    private static final Pattern NATIVE = Pattern.compile("([0-9]{14})_(.+)\\.sql");
    private static final Pattern VERSIONED = Pattern.compile("([VU])([0-9]+(?:[._][0-9]+)*)__(.+)\\.sql");
    private static final Pattern UNNAMED = Pattern.compile("([VU])([0-9]+(?:[._][0-9]+)*)\\.sql");
    private static final Pattern REPEATABLE = Pattern.compile("R__(.+)\\.sql");

    /** Empty when the name follows no convention. */
    static Optional<MigrationName> parse(String file) {
        Matcher matcher = NATIVE.matcher(file);
        if (matcher.matches()) {
            Version version = Version.parse(matcher.group(1)).orElseThrow();
            return Optional.of(new MigrationName(Form.NATIVE, matcher.group(1), version, words(matcher.group(2))));
        }
        matcher = VERSIONED.matcher(file);
        if (matcher.matches()) {
            return Optional.of(flyway(matcher.group(1), matcher.group(2), words(matcher.group(3))));
        }
        matcher = UNNAMED.matcher(file);
        if (matcher.matches()) {
            return Optional.of(flyway(matcher.group(1), matcher.group(2), matcher.group(2)));
        }
        matcher = REPEATABLE.matcher(file);
        if (matcher.matches()) {
            String id = "R__" + matcher.group(1);
            return Optional.of(new MigrationName(Form.FLYWAY_REPEATABLE, id, null, words(matcher.group(1))));
        }
        return Optional.empty();
    }

    private static MigrationName flyway(String prefix, String number, String words) {
        Version version = Version.parse(number).orElseThrow();
        Form form = prefix.equals("V") ? Form.FLYWAY_VERSIONED : Form.FLYWAY_UNDO;
        return new MigrationName(form, version.toString(), version, words);
    }

    private static String words(String name) {
        return name.replace('_', ' ').strip();
    }
}
