package io.dbops.migration.preview;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.migration.MigrationPlan;
import io.dbops.migration.execute.PlannedExecution;
import io.dbops.migration.script.ParsedScript;
import io.dbops.migration.script.ScriptSplitter;
import io.dbops.migration.script.SqlStatement;
import io.dbops.migration.source.Definitions;
import io.dbops.migration.source.MigrationResolver;
import io.dbops.migration.source.MigrationScript;
import io.dbops.migration.source.ResolvedMigration;
import io.dbops.spi.sql.Capabilities;
import io.dbops.spi.sql.SqlLexicon;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The SQL of a plan. It looks for the scripts again, since they may be in jars that were closed when the plan was made, and refuses
 * those that are not what was planned. Immutable.
 */
public final class PlannedSql implements MigrationPlan.SqlSource {

    private final MigrationResolver resolver;
    private final Capabilities capabilities;
    private final SqlLexicon lexicon;
    private final List<String> settings;
    private final List<PlannedExecution> pending;

    /**
     * @param resolver finds the scripts again
     * @param capabilities of the database that was planned for
     * @param lexicon of its scripts
     * @param settings statements that give a client's session the settings of the one that was planned on
     * @param pending what would run, in order
     */
    public PlannedSql(
            MigrationResolver resolver,
            Capabilities capabilities,
            SqlLexicon lexicon,
            List<String> settings,
            List<PlannedExecution> pending) {
        this.resolver = resolver;
        this.capabilities = capabilities;
        this.lexicon = lexicon;
        this.settings = List.copyOf(settings);
        this.pending = List.copyOf(pending);
    }

    @Override
    public void writeTo(Appendable out) throws IOException {
        ClientScript script = new ClientScript(out, lexicon, settings);
        script.comment("what migrate() would run on " + capabilities.identity() + ": "
                + pending.stream().filter(each -> !each.isCallback()).count()
                + " migrations; the history is not written");
        script.opening();
        if (pending.isEmpty()) {
            return;
        }
        try (Definitions definitions = resolver.resolve()) {
            // a class may be given more than once, a script not
            Map<String, ResolvedMigration> found = Stream.concat(
                            definitions.migrations().stream(), definitions.callbacks().scripts().stream())
                    .collect(Collectors.toMap(ResolvedMigration::location, Function.identity(), (one, other) -> one));
            boolean changed = false;
            boolean settled = false;
            for (PlannedExecution each : pending) {
                if (changed && !settled) {
                    script.freshSession();
                    changed = false;
                }
                write(script, each, Optional.ofNullable(found.get(each.location())));
                changed |= each.parsed() != null && each.changesSession();
                settled = each.settlesSession();
            }
        }
    }

    private void write(ClientScript script, PlannedExecution planned, Optional<ResolvedMigration> found)
            throws IOException {
        boolean whole = planned.oneTransaction(capabilities);
        script.line("");
        script.comment((planned.isCallback() ? "callback " : "") + planned.id() + " "
                + planned.migration().name() + " (" + planned.location() + ", "
                + (whole ? "one transaction" : "statement by statement") + ")");
        ParsedScript parsed = planned.parsed();
        if (parsed == null) {
            script.comment(
                    "NOT PREVIEWABLE: here migrate() runs a Java " + (planned.isCallback() ? "callback" : "migration"));
            return;
        }
        if (whole) {
            script.line("BEGIN;");
        }
        MigrationScript source = found.flatMap(ResolvedMigration::script).orElseThrow(() -> changed(planned));
        try (ScriptSplitter splitter = source.split(lexicon)) {
            statements(script, planned, parsed, splitter);
        }
        if (whole) {
            script.line("COMMIT;");
        }
    }

    private static void statements(
            ClientScript script, PlannedExecution planned, ParsedScript parsed, ScriptSplitter splitter)
            throws IOException {
        int number = 0;
        for (Optional<SqlStatement> next = splitter.next(); next.isPresent(); next = splitter.next()) {
            SqlStatement statement = next.get();
            number++;
            if (!parsed.isStatement(number, statement)) {
                throw changed(planned);
            }
            script.statement(statement);
            if (statement.data() != null && !parsed.isData(number, statement.data())) {
                throw changed(planned);
            }
        }
        if (number != parsed.statements()) {
            throw changed(planned);
        }
    }

    private static DbOpsException changed(PlannedExecution planned) {
        return DbOpsException.of(ErrorCode.MIGRATION_INVALID, planned + " is not any more what was planned")
                .with("script", planned.location())
                .hint("Plan again.")
                .build();
    }
}
