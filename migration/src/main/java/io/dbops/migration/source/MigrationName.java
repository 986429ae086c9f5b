package io.dbops.migration.source;

import io.dbops.migration.CallbackMoment;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a file's name says.
 *
 * @param form whose convention it follows
 * @param id unique among migrations: the version, or for a repeatable or a callback the name with its prefix
 * @param version of a versioned migration
 * @param words for a person
 */
record MigrationName(Form form, String id, @Nullable Version version, String words) {

    enum Form {
        NATIVE,
        FLYWAY_VERSIONED,
        FLYWAY_REPEATABLE,
        FLYWAY_UNDO,
        CALLBACK
    }

    private static final Map<String, CallbackMoment> MOMENTS = Arrays.stream(CallbackMoment.values())
            .collect(Collectors.toUnmodifiableMap(CallbackMoment::word, Function.identity()));

    private static final String SUFFIX = ".sql";
    private static final String CONFIGURATION = ".sql.conf";
    private static final int TIMESTAMP = 14;

    /** Whether a file takes part: it is a migration, or an error; all others are left alone. */
    static boolean isScript(String file) {
        return endsWith(file, SUFFIX) || endsWith(file, CONFIGURATION);
    }

    private static boolean endsWith(String file, String suffix) {
        return file.regionMatches(true, file.length() - suffix.length(), suffix, 0, suffix.length());
    }

    /** Whether the file's name is of our own form. */
    static boolean isOwn(String file) {
        for (int i = 0; i < TIMESTAMP; i++) {
            if (i >= file.length() || file.charAt(i) < '0' || file.charAt(i) > '9') {
                return false;
            }
        }
        return file.startsWith("_", TIMESTAMP);
    }

    /** Whether it applies something by itself. */
    boolean isMigration() {
        return form != Form.FLYWAY_UNDO && form != Form.CALLBACK;
    }

    /** Empty when the name follows no convention. */
    static Optional<MigrationName> parse(String file) {
        if (!file.endsWith(SUFFIX)) {
            return Optional.empty();
        }
        String stem = file.substring(0, file.length() - SUFFIX.length());
        if (isOwn(stem)) {
            String words = stem.substring(TIMESTAMP + 1);
            String id = stem.substring(0, TIMESTAMP);
            return words.isEmpty()
                    ? Optional.empty()
                    : Version.parse(id).map(version -> new MigrationName(Form.NATIVE, id, version, words(words)));
        }
        if (stem.startsWith("R__") && stem.length() > 3) {
            return Optional.of(new MigrationName(Form.FLYWAY_REPEATABLE, stem, null, words(stem.substring(3))));
        }
        if (moment(stem).isPresent()) {
            return Optional.of(new MigrationName(Form.CALLBACK, stem, null, words(stem)));
        }
        boolean versioned = stem.startsWith("V");
        return versioned || stem.startsWith("U")
                ? flyway(stem, versioned ? Form.FLYWAY_VERSIONED : Form.FLYWAY_UNDO)
                : Optional.empty();
    }

    /** When a callback of that name is called; empty for what is none. */
    static Optional<CallbackMoment> moment(String stem) {
        int end = stem.indexOf("__");
        return Optional.ofNullable(MOMENTS.get(end < 0 ? stem : stem.substring(0, end)));
    }

    /** {@code V1__words} or {@code V1}. */
    private static Optional<MigrationName> flyway(String stem, Form form) {
        int end = stem.indexOf("__");
        String number = stem.substring(1, end < 0 ? stem.length() : end);
        String words = end < 0 ? number : stem.substring(end + 2);
        return words.isEmpty()
                ? Optional.empty()
                : Version.parse(number)
                        .map(version -> new MigrationName(form, version.toString(), version, words(words)));
    }

    private static String words(String name) {
        return name.replace('_', ' ').strip();
    }
}
