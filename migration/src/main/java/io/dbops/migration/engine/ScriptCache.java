package io.dbops.migration.engine;

import io.dbops.migration.execute.PlannedExecution;
import io.dbops.migration.script.ParsedScript;
import io.dbops.migration.source.ResolvedMigration;
import io.dbops.spi.sql.SqlLexicon;
import java.util.HashMap;
import java.util.Map;

/** Reads each script of a call at most once before it is executed. Used by one thread. */
final class ScriptCache {

    private final SqlLexicon lexicon;
    private final Map<String, ParsedScript> parsed = new HashMap<>();

    ScriptCache(SqlLexicon lexicon) {
        this.lexicon = lexicon;
    }

    String checksum(ResolvedMigration migration) {
        ParsedScript script = execution(migration).parsed();
        return script == null ? migration.sourceDigest() : script.checksum();
    }

    PlannedExecution execution(ResolvedMigration migration) {
        if (migration.script().isEmpty()) {
            return new PlannedExecution(migration, null);
        }
        ParsedScript script = parsed.get(migration.id());
        if (script == null) {
            script = ParsedScript.read(
                    migration.script().get(), lexicon, migration.format(), migration.ownTransactions());
            parsed.put(migration.id(), script);
        }
        return new PlannedExecution(migration, script);
    }
}
