package io.dbops.migration.create;

import io.dbops.json.JsonWriter;
import io.dbops.migration.CreateOptions;
import io.dbops.migration.MigrationType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The text of a new migration, which refuses to run until somebody writes what it is to do. Pure. */
final class MigrationTemplate {

    private final String id;
    private final String name;
    private final CreateOptions options;

    MigrationTemplate(String id, String name, CreateOptions options) {
        this.id = id;
        this.name = name;
        this.options = options;
    }

    String fileName() {
        return options.isJava() ? className() + ".java" : id + "_" + String.join("_", words()) + ".sql";
    }

    String text() {
        return options.isJava() ? java() : sql();
    }

    private List<String> words() {
        return Arrays.stream(name.split("[ _-]+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private String className() {
        return "M" + id
                + words().stream()
                        .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                        .collect(Collectors.joining());
    }

    private String sql() {
        StringBuilder text = new StringBuilder();
        text.append("-- name: ").append(name).append('\n');
        text.append("-- type: ").append(lower(options.type())).append('\n');
        if (!options.dependencies().isEmpty()) {
            JsonWriter ids = new JsonWriter().beginArray();
            options.dependencies().forEach(ids::value);
            text.append("-- dependencies: ").append(ids.endArray()).append('\n');
        }
        return text.append("\n-- UP\n\n\n-- DOWN\n\n").toString();
    }

    private String java() {
        String dependencies =
                options.dependencies().stream().map(MigrationTemplate::literal).collect(Collectors.joining(", "));
        String header = options.packageName().isEmpty() ? "" : "package " + options.packageName() + ";\n\n";
        String body = """
                import io.dbops.migration.MigrationContext;
                import io.dbops.migration.MigrationType;
                import io.dbops.migration.ReversibleMigration;
                import java.util.Set;

                /** Migration $id: $name. */
                public final class $class implements ReversibleMigration {

                    @Override
                    public String id() {
                        return "$id";
                    }

                    @Override
                    public String name() {
                        return $literal;
                    }

                    @Override
                    public MigrationType type() {
                        return MigrationType.$type;
                    }

                    @Override
                    public Set<String> dependencies() {
                        return Set.of($dependencies);
                    }

                    /** Its checksum: change it whenever what this migration does changes. */
                    @Override
                    public String fingerprint() {
                        return "$id, 1";
                    }

                    @Override
                    public void up(MigrationContext context) throws Exception {
                        throw new UnsupportedOperationException("migration $id is not written yet");
                    }

                    @Override
                    public void down(MigrationContext context) throws Exception {
                        throw new UnsupportedOperationException("migration $id cannot be undone yet");
                    }
                }
                """;
        return header
                + body.replace("$id", id)
                        .replace("$class", className())
                        .replace("$type", options.type().name())
                        .replace("$dependencies", dependencies)
                        .replace("$literal", literal(name))
                        .replace("$name", name);
    }

    private static String literal(String text) {
        return new JsonWriter().value(text).toString();
    }

    private static String lower(MigrationType type) {
        return type.name().toLowerCase(Locale.ROOT);
    }
}
