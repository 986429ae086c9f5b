package io.dbops.migration.source;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.migration.MigrationPhase;
import io.dbops.migration.MigrationType;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the header comments of a script say. */
final class ScriptHeader {

    /** Keys that also count in scripts with Flyway's names; the others may stand there as prose. */
    static final Set<String> KEYS_ANYWHERE =
            Set.of("transaction", "dependencies", "irreversible", "phase", "tags", "placeholders", "data_loss");

    static final Set<String> KEYS = Set.of(
            "migration_id",
            "version",
            "name",
            "description",
            "type",
            "dependencies",
            "transaction",
            "phase",
            "irreversible",
            "tags",
            "placeholders",
            "data_loss");

    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_PROSE = 2000;

    private final String script;
    private final Map<String, HeaderLine> lines = new LinkedHashMap<>();

    ScriptHeader(String script, List<HeaderLine> header) {
        this.script = script;
        for (HeaderLine line : header) {
            if (lines.put(line.key(), line) != null) {
                throw fault(line.key(), "stands twice");
            }
        }
    }

    /** Of a migration. */
    Optional<String> id() {
        Optional<String> id = text("migration_id");
        if (id.filter(text -> text.startsWith("*")).isPresent()) {
            throw fault("migration_id", "begins with no '*'");
        }
        return id;
    }

    /** Of a version or a name. */
    Optional<String> text(String key) {
        return text(key, LONGEST_NAME);
    }

    /** Of a sentence or two. */
    Optional<String> prose(String key) {
        return text(key, LONGEST_PROSE);
    }

    private Optional<String> text(String key, int longest) {
        Optional<String> value = Optional.ofNullable(lines.get(key)).map(HeaderLine::value);
        if (value.isPresent() && (value.get().isEmpty() || value.get().length() > longest)) {
            throw fault(
                    key,
                    "has 1 to " + longest + " characters, not " + value.get().length());
        }
        return value;
    }

    Optional<Version> version() {
        return text("version").map(text -> Version.parse(text)
                .orElseThrow(() -> fault("version", "is numbers with dots, not '" + text + "'")));
    }

    MigrationType type() {
        return choice("type", MigrationType.values()).orElse(MigrationType.MIXED);
    }

    Optional<MigrationPhase> phase() {
        return choice("phase", MigrationPhase.values());
    }

    boolean ownTransactions() {
        return flag("transaction", "auto", "none");
    }

    boolean lossAllowed() {
        return flag("data_loss", "fail", "allow");
    }

    boolean placeholdersOff() {
        return flag("placeholders", "on", "off");
    }

    /** Whether it says the second of two words; without the header, the first holds. */
    private boolean flag(String key, String no, String yes) {
        String text = text(key).orElse(no);
        if (!text.equals(no) && !text.equals(yes)) {
            throw fault(key, "is " + no + " or " + yes + ", not '" + text + "'");
        }
        return text.equals(yes);
    }

    private <E extends Enum<E>> Optional<E> choice(String key, E[] values) {
        return text(key).map(text -> Arrays.stream(values)
                .filter(value -> word(value).equals(text.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> {
                    List<String> words =
                            Arrays.stream(values).map(ScriptHeader::word).toList();
                    String last = words.get(words.size() - 1);
                    String others = String.join(", ", words.subList(0, words.size() - 1));
                    return fault(key, "is " + others + " or " + last + ", not '" + text + "'");
                }));
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** A JSON array of strings. */
    Set<String> strings(String key) {
        HeaderLine line = lines.get(key);
        if (line == null) {
            return Set.of();
        }
        try {
            List<String> values = JsonStrings.parse(line.value());
            Set<String> set = new LinkedHashSet<>(values);
            if (set.size() < values.size()) {
                throw fault(key, "names one of them twice");
            }
            if (values.stream().anyMatch(value -> value.isBlank() || value.length() > LONGEST_NAME)) {
                throw fault(key, "holds strings of 1 to " + LONGEST_NAME + " characters");
            }
            return set;
        } catch (IllegalArgumentException e) {
            throw fault(key, "is a JSON array of strings: " + e.getMessage());
        }
    }

    /** Fails if one of those is there: it means nothing in a callback. */
    void refuse(String... keys) {
        for (String key : keys) {
            if (lines.containsKey(key)) {
                throw fault(key, "means nothing in a callback, which belongs to a moment and is recorded nowhere");
            }
        }
    }

    private DbOpsException fault(String key, String what) {
        HeaderLine line = lines.get(key);
        int number = line == null ? 1 : line.line();
        return DbOpsException.of(
                        ErrorCode.MIGRATION_INVALID, script + ":" + number + ": the header '" + key + "' " + what)
                .with("script", script)
                .with("line", number)
                .hint("Correct the header comment.")
                .build();
    }
}
