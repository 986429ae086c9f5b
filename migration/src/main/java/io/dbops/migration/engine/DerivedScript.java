package io.dbops.migration.engine;

import io.dbops.migration.plan.Inverse;
import io.dbops.migration.script.Digests;
import io.dbops.migration.script.ScriptFormat;
import io.dbops.migration.script.ScriptSplitter;
import io.dbops.migration.script.SqlStatement;
import io.dbops.migration.source.MigrationScript;
import io.dbops.migration.statement.StatementReader;
import io.dbops.spi.ScriptResource;
import io.dbops.spi.sql.SqlLexicon;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The inverse of a script that does not say how it is undone, made of its statements.
 *
 * @param name of the script that it turns round
 * @param text its statements
 */
record DerivedScript(String name, String text) implements ScriptResource {

    /** So many statements are looked at; who writes more knows how they are undone. */
    private static final int MOST_STATEMENTS = 1000;

    /** Empty when one of the statements cannot be turned round for certain. */
    static Optional<MigrationScript> of(MigrationScript up, SqlLexicon lexicon) {
        Inverse inverse = new Inverse(lexicon.has(SqlLexicon.Trait.INDEX_NAMES_ARE_LOCAL));
        int count = 0;
        try (ScriptSplitter splitter = up.split(lexicon)) {
            for (Optional<SqlStatement> next = splitter.next(); next.isPresent(); next = splitter.next()) {
                SqlStatement statement = next.get();
                boolean turned = statement.data() == null
                        && ++count <= MOST_STATEMENTS
                        && inverse.add(StatementReader.read(statement.text(), lexicon));
                if (!turned) {
                    return Optional.empty();
                }
            }
        }
        String text = String.join(";\n", inverse.statements()) + ";\n";
        String name = "inverse of " + up.resource().name();
        return inverse.statements().isEmpty()
                ? Optional.empty()
                : Optional.of(new MigrationScript(
                        new DerivedScript(name, text), Digests.of(text), false, false, ScriptFormat.PLAIN));
    }

    @Override
    public String location() {
        return name;
    }

    @Override
    public InputStream open() {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
