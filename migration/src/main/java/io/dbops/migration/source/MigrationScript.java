package io.dbops.migration.source;

import io.dbops.migration.script.ParsedScript;
import io.dbops.migration.script.ScriptFormat;
import io.dbops.migration.script.ScriptSplitter;
import io.dbops.spi.ScriptResource;
import io.dbops.spi.sql.SqlLexicon;

/**
 * One direction of a migration, as a script has it.
 *
 * @param resource its bytes; reading it to its end fails when they are others than those of the digest
 * @param digest SHA-256 of them
 * @param ownTransactions whether it runs without a transaction of the engine's and may control transactions itself
 * @param lossAllowed whether the database may warn that data are lost
 * @param format how it is read, and which part of it
 */
public record MigrationScript(
        ScriptResource resource, String digest, boolean ownTransactions, boolean lossAllowed, ScriptFormat format) {

    /** Reads it once; what cannot be read is a {@code MIGRATION_INVALID}. */
    public ParsedScript parse(SqlLexicon lexicon) {
        return ParsedScript.read(resource, lexicon, format, ownTransactions);
    }

    /** Begins to read it statement by statement. */
    public ScriptSplitter split(SqlLexicon lexicon) {
        return ScriptSplitter.open(resource, lexicon, format);
    }

    /** What takes it back, in the same file. */
    public MigrationScript down() {
        return new MigrationScript(resource, digest, ownTransactions, lossAllowed, format.down());
    }
}
