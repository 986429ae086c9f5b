package io.dbops.migration.engine;

import io.dbops.migration.ReversibleMigration;
import io.dbops.migration.execute.PlannedExecution;
import io.dbops.migration.history.Direction;
import io.dbops.migration.script.ParsedScript;
import io.dbops.migration.source.MigrationScript;
import io.dbops.migration.source.ResolvedMigration;
import io.dbops.spi.sql.SqlLexicon;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Reads each script of a call at most once before it is executed. Used by one thread. */
final class ScriptCache {

    private final SqlLexicon lexicon;
    private final Map<MigrationScript, ParsedScript> parsed = new HashMap<>();
    private final Map<MigrationScript, Optional<MigrationScript>> inverses = new HashMap<>();

    ScriptCache(SqlLexicon lexicon) {
        this.lexicon = lexicon;
    }

    String checksum(ResolvedMigration migration) {
        ParsedScript script = execution(migration).parsed();
        return script == null ? migration.sourceDigest() : script.checksum();
    }

    /** How it is applied. */
    PlannedExecution execution(ResolvedMigration migration) {
        return planned(migration, Direction.UP, migration.script());
    }

    /** How it is taken back; empty when it does not say so, and its statements do not tell either. */
    Optional<PlannedExecution> undo(ResolvedMigration migration) {
        if (migration.java().isPresent()) {
            return migration
                    .java()
                    .filter(ReversibleMigration.class::isInstance)
                    .map(java -> planned(migration, Direction.DOWN, Optional.empty()));
        }
        Optional<MigrationScript> script = migration
                .undo()
                .or(() -> migration.script().filter(up -> parse(up).hasDown()).map(MigrationScript::down))
                .or(() -> migration.script().flatMap(this::derived));
        return script.map(down -> planned(migration, Direction.DOWN, Optional.of(down)));
    }

    private Optional<MigrationScript> derived(MigrationScript up) {
        return inverses.computeIfAbsent(up, script -> DerivedScript.of(script, lexicon));
    }

    private PlannedExecution planned(
            ResolvedMigration migration, Direction direction, Optional<MigrationScript> script) {
        return new PlannedExecution(
                migration,
                direction,
                script.orElse(null),
                script.map(this::parse).orElse(null));
    }

    private ParsedScript parse(MigrationScript script) {
        ParsedScript known = parsed.get(script);
        if (known == null) {
            known = script.parse(lexicon);
            parsed.put(script, known);
        }
        return known;
    }
}
