package io.dbops.migration.script;

import io.dbops.error.DbOpsException;
import io.dbops.spi.sql.SqlLexicon;
import java.io.StringReader;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code ${name}} in a statement stands for. They are replaced after the script is cut into statements and before a
 * statement is classified: so lines and offsets stay those of the file, data behind a statement are never touched, and no value
 * can begin another statement. Immutable.
 */
public final class Placeholders {

    /** Scripts are taken as they are. */
    public static final Placeholders OFF = new Placeholders(Map.of());

    private static final Pattern MARK = Pattern.compile("(\\$?)\\$\\{([A-Za-z_][A-Za-z0-9_.-]*)}");

    private final Map<String, String> values;

    private Placeholders(Map<String, String> values) {
        this.values = values;
    }

    /** Off when there is none. */
    public static Placeholders of(Map<String, String> values) {
        return values.isEmpty() ? OFF : new Placeholders(Map.copyOf(values));
    }

    /**
     * The statement that is to run. It keeps the place, the digest and the excerpt of what is written; an unknown name, and a
     * value that would make two statements of one, are a {@code MIGRATION_INVALID} with {@code script:line}.
     */
    SqlStatement resolve(SqlStatement written, String script, SqlLexicon lexicon) {
        if (values.isEmpty() || written.text().indexOf("${") < 0) {
            return written;
        }
        String text = replace(written, script);
        if (text.equals(written.text())) {
            return written;
        }
        Optional<SqlStatement> after = alone(text, lexicon);
        if (after.isEmpty() && alone(written.text(), lexicon).isPresent()) {
            throw ScriptError.at(
                    script,
                    written.line(),
                    "with its placeholders replaced, this would no longer be one whole statement",
                    "Let no value of a placeholder end the statement, or open a quote or comment in it.");
        }
        return written.resolved(
                text, after.map(SqlStatement::leadingWords).orElse(written.leadingWords()), Digests.of(text));
    }

    private String replace(SqlStatement written, String script) {
        Matcher marks = MARK.matcher(written.text());
        StringBuilder text = new StringBuilder();
        while (marks.find()) {
            String name = marks.group(2);
            String value = values.get(name);
            if (!marks.group(1).isEmpty()) {
                value = "${" + name + "}";
            } else if (value == null) {
                throw unknown(name, script, written, marks.start());
            }
            marks.appendReplacement(text, Matcher.quoteReplacement(value));
        }
        return marks.appendTail(text).toString();
    }

    private RuntimeException unknown(String name, String script, SqlStatement written, int at) {
        int line = written.line();
        for (int i = 0; i < at; i++) {
            char c = written.text().charAt(i);
            boolean pair = c == '\r' && written.text().charAt(i + 1) == '\n';
            line += (c == '\n' || c == '\r') && !pair ? 1 : 0;
        }
        return ScriptError.at(
                script,
                line,
                "no value was given for the placeholder ${" + name + "}; known are "
                        + String.join(", ", values.keySet().stream().sorted().toList()),
                "Call placeholder(\"" + name + "\", value) on the builder, or write $${" + name
                        + "} for the text itself.");
    }

    /** The text as the one statement that it is; empty when it is none, or several, or cannot be read. */
    private static Optional<SqlStatement> alone(String text, SqlLexicon lexicon) {
        try (ScriptSplitter splitter = ScriptSplitter.of(new StringReader(text), "statement", lexicon)) {
            Optional<SqlStatement> only = splitter.next();
            boolean whole = only.isPresent() && only.get().terminator() == Terminator.END_OF_SCRIPT;
            return whole && splitter.next().isEmpty() ? only : Optional.empty();
        } catch (DbOpsException e) {
            // the caller reports it, with the place in the script
            return Optional.empty();
        }
    }
}
