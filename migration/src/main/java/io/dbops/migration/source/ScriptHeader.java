package io.dbops.migration.source;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.migration.MigrationType;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The header comments at the beginning of a script: {@code -- key: value}, up to the first line that is no comment. */
final class ScriptHeader {

    /** Keys that also count in scripts with Flyway's names; others may stand there as prose. */
    static final Set<String> ANYWHERE = Set.of("transaction", "dependencies");

    static final Set<String> ALL = Set.of(
            "migration_id", "version", "name", "description", "type", "dependencies", "transaction", "irreversible");

    private static final Pattern LINE = Pattern.compile("--\\s*([a-z_]+)\\s*:\\s*(.*?)\\s*");

    private final String script;
    private final Map<String, String> values = new LinkedHashMap<>();
    private final Map<String, Integer> lines = new LinkedHashMap<>();

    private ScriptHeader(String script) {
        this.script = script;
    }

    static ScriptHeader read(String script, BufferedReader reader, Set<String> keys) throws IOException {
        ScriptHeader header = new ScriptHeader(script);
        int number = 0;
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            number++;
            String text = line.strip();
            if (!text.isEmpty() && !text.startsWith("--")) {
                break;
            }
            Matcher matcher = LINE.matcher(text);
            if (matcher.matches() && keys.contains(matcher.group(1))) {
                header.put(matcher.group(1), matcher.group(2), number);
            }
        }
        return header;
    }

    private void put(String key, String value, int line) {
        lines.put(key, line);
        if (values.put(key, value) != null) {
            throw fault(key, "stands twice");
        }
    }

    Optional<String> text(String key) {
        Optional<String> value = Optional.ofNullable(values.get(key));
        if (value.isPresent() && (value.get().isEmpty() || value.get().length() > 200)) {
            throw fault(key, "has 1 to 200 characters, not " + value.get().length());
        }
        return value;
    }

    Optional<Version> version() {
        return text("version").map(text -> Version.parse(text)
                .orElseThrow(() -> fault("version", "is numbers with dots, not '" + text + "'")));
    }

    MigrationType type() {
        String text = text("type").orElse("mixed");
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "schema" -> MigrationType.SCHEMA;
            case "data" -> MigrationType.DATA;
            case "mixed" -> MigrationType.MIXED;
            default -> throw fault("type", "is schema, data or mixed, not '" + text + "'");
        };
    }

    boolean ownTransactions() {
        String text = text("transaction").orElse("auto");
        return switch (text) {
            case "auto" -> false;
            case "none" -> true;
            default -> throw fault("transaction", "is auto or none, not '" + text + "'");
        };
    }

    Set<String> dependencies() {
        String text = values.get("dependencies");
        if (text == null) {
            return Set.of();
        }
        try {
            List<String> ids = JsonStrings.parse(text);
            Set<String> set = new LinkedHashSet<>(ids);
            if (set.size() < ids.size()) {
                throw fault("dependencies", "names one migration twice");
            }
            return set;
        } catch (IllegalArgumentException e) {
            throw fault("dependencies", "is a JSON array of strings: " + e.getMessage());
        }
    }

    private DbOpsException fault(String key, String what) {
        return DbOpsException.of(
                        ErrorCode.MIGRATION_INVALID,
                        script + ":" + lines.get(key) + ": the header '" + key + "' " + what)
                .with("script", script)
                .hint("Correct the header comment.")
                .build();
    }
}
