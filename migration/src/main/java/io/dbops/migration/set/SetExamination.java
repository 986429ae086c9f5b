package io.dbops.migration.set;

import io.dbops.error.DbOpsException;
import io.dbops.migration.ReversibleMigration;
import io.dbops.migration.plan.DependencyGraph;
import io.dbops.migration.script.ParsedScript;
import io.dbops.migration.set.MigrationEntry.Undo;
import io.dbops.migration.source.Definitions;
import io.dbops.migration.source.MigrationKind;
import io.dbops.migration.source.MigrationScript;
import io.dbops.migration.source.ResolvedMigration;
import io.dbops.spi.sql.SqlLexicon;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One look at a set of migrations. Used by one thread, once. */
final class SetExamination {

    private final Definitions definitions;
    private final @Nullable SqlLexicon lexicon;
    private final boolean undoRequired;
    private final List<String> faults = new ArrayList<>();

    SetExamination(Definitions definitions, @Nullable SqlLexicon lexicon, boolean undoRequired) {
        this.definitions = definitions;
        this.lexicon = lexicon;
        this.undoRequired = undoRequired;
    }

    MigrationCheck check() {
        definitions.faults().forEach(fault -> faults.add(fault.what()));
        faults.addAll(definitions.orphans());
        faults.addAll(definitions.indexFaults());
        DependencyGraph graph = DependencyGraph.of(definitions.migrations(), Set.of());
        faults.addAll(graph.faults());
        boolean ordered = graph.faults().isEmpty();
        List<ResolvedMigration> migrations = ordered
                ? graph.order()
                : definitions.migrations().stream().sorted().toList();
        List<MigrationEntry> entries = new ArrayList<>();
        for (ResolvedMigration migration : migrations) {
            entries.add(new MigrationEntry(migration, undo(migration)));
        }
        if (lexicon != null) {
            definitions.callbacks().scripts().forEach(callback -> read(callback, lexicon));
        }
        return new MigrationCheck(faults, ordered ? entries : List.of());
    }

    private Undo undo(ResolvedMigration migration) {
        boolean section = false;
        if (lexicon != null && migration.script().isPresent()) {
            Optional<ParsedScript> parsed = read(migration, lexicon);
            if (parsed.isEmpty()) {
                return Undo.UNREAD;
            }
            section = parsed.get().hasDown();
        }
        boolean script = migration.undo().isPresent();
        boolean java =
                migration.java().filter(ReversibleMigration.class::isInstance).isPresent();
        if (section && script) {
            faults.add(migration + " has a section -- DOWN and an undo script, "
                    + migration.undo().get().resource().location());
        }
        if (migration.irreversible().isPresent()) {
            if (section || script || java) {
                faults.add(migration + " says that it is irreversible, and how it is undone");
            }
            return Undo.IRREVERSIBLE;
        }
        if (section || script || java) {
            return section ? Undo.SECTION : script ? Undo.SCRIPT : Undo.JAVA;
        }
        if (undoRequired && migration.kind() != MigrationKind.REPEATABLE) {
            faults.add(migration + " says neither how it is undone nor that it is irreversible");
        }
        return lexicon == null
                        && migration
                                .script()
                                .filter(each -> each.format().sectioned())
                                .isPresent()
                ? Undo.UNREAD
                : Undo.NONE;
    }

    private Optional<ParsedScript> read(ResolvedMigration migration, SqlLexicon by) {
        try {
            if (migration.undo().isPresent()) {
                migration.undo().get().parse(by);
            }
            MigrationScript script = migration.script().orElseThrow();
            ParsedScript parsed = script.parse(by);
            if (parsed.hasDown()) {
                script.down().parse(by);
            }
            return Optional.of(parsed);
        } catch (DbOpsException e) {
            faults.add(e.what());
            return Optional.empty();
        }
    }
}
