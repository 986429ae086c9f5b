package io.dbops.migration.script;

import io.dbops.migration.script.ScriptFormat.Part;
import io.dbops.spi.ScriptResource;
import io.dbops.spi.sql.SqlLexicon;
import java.io.IOException;
import java.io.Reader;
import java.util.Optional;
import java.util.regex.Matcher;

/**
 * Reads a script statement by statement, in memory that grows with the longest statement, not with the script. Used by one
 * thread. Whatever it cannot read is a {@code MIGRATION_INVALID} that names {@code script:line}: bytes that are not UTF-8, a
 * quote or comment that is never closed, a client's command that is not SQL.
 */
public final class ScriptSplitter implements AutoCloseable {

    private enum Section {
        NONE,
        UP,
        DOWN
    }

    private final Reader reader;
    private final String script;
    private final ScriptLexer lexer;
    private final SqlLexicon lexicon;
    private final ScriptFormat format;
    private Section section = Section.NONE;
    private int statementsBeforeSections;

    private ScriptSplitter(Reader reader, String script, SqlLexicon lexicon, ScriptFormat format) {
        this.reader = reader;
        this.script = script;
        this.lexer = new ScriptLexer(reader, script, lexicon, format.sectioned());
        this.lexicon = lexicon;
        this.format = format;
    }

    /** Every statement of the text; closes the reader with itself. */
    public static ScriptSplitter of(Reader reader, String script, SqlLexicon lexicon) {
        return new ScriptSplitter(reader, script, lexicon, ScriptFormat.PLAIN);
    }

    /** The statements of a script file; of one with sections those of the one that is wanted. */
    public static ScriptSplitter open(ScriptResource resource, SqlLexicon lexicon, ScriptFormat format) {
        return new ScriptSplitter(ScriptText.open(resource), resource.name(), lexicon, format);
    }

    /** The next statement; empty at the end. */
    public Optional<SqlStatement> next() {
        Optional<Fragment> fragment = fragment();
        while (fragment.isPresent()) {
            Fragment found = fragment.get();
            if (found.kind() == Fragment.Kind.LINE_COMMENT && format.sectioned()) {
                enter(found);
            } else if (found.statement() != null) {
                statementsBeforeSections += section == Section.NONE ? 1 : 0;
                if ((section == Section.DOWN) == (format.part() == Part.DOWN)) {
                    return Optional.of(format.placeholders().resolve(found.statement(), script, lexicon));
                }
                if (found.statement().data() != null) {
                    found.statement().data().finish();
                }
            }
            fragment = fragment();
        }
        return Optional.empty();
    }

    /** Whether the section {@code -- DOWN} was reached. */
    public boolean reachedDown() {
        return section == Section.DOWN;
    }

    /** The next run of characters, whatever it is; all of them in order are the script. */
    Optional<Fragment> fragment() {
        try {
            return lexer.next();
        } catch (IOException e) {
            throw ScriptError.unreadable(script, lexer.line(), e);
        }
    }

    private void enter(Fragment comment) {
        Matcher marker = ScriptLexer.SECTION.matcher(comment.text());
        if (!marker.matches()) {
            return;
        }
        Section next = marker.group(1).equalsIgnoreCase("UP") ? Section.UP : Section.DOWN;
        if (next == Section.UP && statementsBeforeSections > 0) {
            throw misplaced(comment, "statements stand before the section -- UP");
        }
        if (next.compareTo(section) <= 0) {
            throw misplaced(comment, "the section -- " + next + " comes twice or after -- DOWN");
        }
        section = next;
    }

    private RuntimeException misplaced(Fragment comment, String what) {
        return ScriptError.at(
                script, comment.line(), what, "A script has one section -- UP and after it at most one -- DOWN.");
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException e) {
            throw ScriptError.unreadable(script, lexer.line(), e);
        }
    }
}
