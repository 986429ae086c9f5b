package io.dbops.migration.source;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.migration.JavaMigration;
import io.dbops.migration.script.Digests;
import io.dbops.migration.script.Placeholders;
import io.dbops.spi.MigrationCallbacks;
import io.dbops.spi.MigrationSettings;
import io.dbops.spi.MigrationSource;
import io.dbops.spi.ScriptResource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns what sources give into migrations: by file name, header and digest; statements are not read. Thread-safe. */
public final class MigrationResolver {

    /** Small scripts are kept from the look at them to their execution, up to that many bytes of all. */
    private static final int MOST_KEPT = 16 << 20;

    private static final int LONGEST_KEPT = 8 << 10;

    private final List<MigrationSource> sources;
    private final Placeholders placeholders;
    private final boolean noMigrationsAllowed;
    private final MigrationCallbacks callbacks;

    public MigrationResolver(MigrationSettings settings) {
        this.sources = Locations.sources(settings);
        this.placeholders = Placeholders.of(settings.placeholders());
        this.noMigrationsAllowed = settings.noMigrationsAllowed();
        this.callbacks = settings.callbacks();
    }

    /** Whether another thread may do it: no source is of the application's own making. */
    public boolean mayRunAside() {
        return sources.stream().allMatch(ScannedSource.class::isInstance);
    }

    /** All migrations; what is none is an error that names every fault. */
    public Definitions resolve() {
        return examine().orFail();
    }

    /** The same, on a thread beside one that will come and help through that door. */
    public Definitions resolve(ReadingDoor door) {
        return examine(door).orFail();
    }

    /** All migrations and all faults. */
    public Definitions examine() {
        return examine(new ReadingDoor(0));
    }

    private Definitions examine(ReadingDoor door) {
        Examination examination = new Examination(door);
        try {
            sources.forEach(examination::look);
            return examination.result();
        } catch (RuntimeException e) {
            examination.scans.forEach(Scan::close);
            throw e;
        }
    }

    private record Named(MigrationName name, FoundScript found) {}

    /** Either facts or a fault; the script is that of which they are. */
    private record Read(
            ScriptResource script,
            @Nullable ScriptFacts facts,
            @Nullable DbOpsException fault) {}

    private final class Examination {
        private final List<Scan> scans = new ArrayList<>();
        private final List<Named> named = new ArrayList<>();
        private final List<ResolvedMigration> migrations = new ArrayList<>();
        private final List<ResolvedMigration> around = new ArrayList<>();
        private final List<DbOpsException> faults = new ArrayList<>();
        private final Map<String, MigrationScript> undos = new HashMap<>();
        private final AtomicInteger mayKeep = new AtomicInteger(MOST_KEPT);
        private final ReadingDoor door;

        Examination(ReadingDoor door) {
            this.door = door;
        }

        void look(MigrationSource source) {
            try {
                if (source instanceof ScannedSource place) {
                    Scan scan = place.scan();
                    scans.add(scan);
                    if (!name(scan.scripts()) && !noMigrationsAllowed) {
                        faults.add(Locations.missing(source.description(), "no file there is a migration"));
                    }
                } else {
                    name(source.scripts().stream().map(FoundScript::of).toList());
                }
                for (JavaMigration java : source.javaMigrations()) {
                    migrations.add(java(java));
                }
            } catch (DbOpsException e) {
                faults.add(e);
            }
        }

        /** Whether a migration was among them, be it a faulty one. */
        private boolean name(List<FoundScript> found) {
            boolean any = false;
            for (FoundScript each : found) {
                if (!MigrationName.isScript(each.script().name())) {
                    continue;
                }
                Optional<MigrationName> name = MigrationName.parse(each.script().name());
                if (name.isPresent()) {
                    named.add(new Named(name.get(), each));
                } else {
                    faults.add(misnamed(each.script()));
                }
                any |= name.isEmpty() || name.get().isMigration();
            }
            return any;
        }

        Definitions result() {
            List<Read> read = ParallelMap.map(
                    named,
                    () -> {
                        ScriptFacts.Reader reader = new ScriptFacts.Reader();
                        return each -> facts(each, reader);
                    },
                    door);
            for (int i = 0; i < named.size(); i++) {
                if (named.get(i).name().form() == MigrationName.Form.FLYWAY_UNDO) {
                    take(named.get(i), read.get(i), true);
                }
            }
            Map<String, MigrationScript> orphans = new HashMap<>(undos);
            for (int i = 0; i < named.size(); i++) {
                MigrationName name = named.get(i).name();
                if (name.form() != MigrationName.Form.FLYWAY_UNDO) {
                    take(named.get(i), read.get(i), false);
                    orphans.remove(name.id());
                }
            }
            List<String> lonely = orphans.values().stream()
                    .map(undo -> "the undo script " + undo.resource().location() + " belongs to no migration")
                    .sorted()
                    .toList();
            if (migrations.isEmpty() && faults.isEmpty() && !noMigrationsAllowed) {
                faults.add(none());
            }
            return new Definitions(scans, migrations, new Callbacks(around, callbacks), faults, lonely);
        }

        private Read facts(Named each, ScriptFacts.Reader reader) {
            ScriptResource script = each.found().script();
            ScriptFacts known = each.found().facts();
            if (known != null) {
                return new Read(script, known, null);
            }
            try {
                boolean own = each.name().form() == MigrationName.Form.NATIVE;
                ScriptFacts facts = reader.read(script, own);
                byte[] bytes = reader.kept(LONGEST_KEPT);
                return bytes != null && mayKeep.addAndGet(-bytes.length) >= 0
                        ? new Read(new KeptScript(script, bytes), facts, null)
                        : new Read(script, facts, null);
            } catch (DbOpsException e) {
                return new Read(script, null, e);
            }
        }

        private void take(Named each, Read read, boolean undo) {
            ScriptFacts facts = read.facts();
            if (facts == null) {
                faults.add(Objects.requireNonNull(read.fault()));
                return;
            }
            try {
                ScriptResource script = read.script();
                MigrationName name = each.name();
                if (!undo) {
                    List<ResolvedMigration> kind = name.isMigration() ? migrations : around;
                    kind.add(ResolvedMigration.of(name, script, facts, placeholders, undos.get(name.id())));
                    return;
                }
                MigrationScript other =
                        undos.putIfAbsent(name.id(), ResolvedMigration.undo(name, script, facts, placeholders));
                if (other != null) {
                    throw twice(name, other.resource(), script);
                }
            } catch (DbOpsException e) {
                faults.add(e);
            }
        }
    }

    private DbOpsException none() {
        String places = sources.isEmpty()
                ? "no location: the builder was told none"
                : sources.stream().map(MigrationSource::description).collect(Collectors.joining(", "));
        return DbOpsException.of(ErrorCode.MIGRATION_INVALID, "there is no migration in " + places)
                .hint("Check the locations: a wrong one would look like a database that needs nothing.")
                .build();
    }

    private static ResolvedMigration java(JavaMigration java) {
        String id = java.id();
        if (id.isBlank() || id.length() > 200 || id.startsWith("*")) {
            throw DbOpsException.of(
                            ErrorCode.MIGRATION_INVALID,
                            java.getClass().getName() + ": an id has 1 to 200 characters and begins with no '*', not '"
                                    + id + "'")
                    .hint("Give the Java migration an id.")
                    .build();
        }
        return ResolvedMigration.of(java, Digests.ofAll("java", java.fingerprint()));
    }

    private static DbOpsException twice(MigrationName name, ScriptResource one, ScriptResource two) {
        return DbOpsException.of(
                        ErrorCode.MIGRATION_INVALID,
                        "two scripts undo " + name.id() + ": " + one.location() + " and " + two.location())
                .hint("Remove one of them.")
                .build();
    }

    private static DbOpsException misnamed(ScriptResource script) {
        boolean configuration = script.name().endsWith(".conf");
        return DbOpsException.of(
                        ErrorCode.MIGRATION_INVALID,
                        "the file name " + script.name()
                                + (configuration
                                        ? " is that of a script configuration, which is not read"
                                        : " says neither a version, nor a repeatable migration, nor a callback"))
                .with("location", script.location())
                .hint(
                        configuration
                                ? "Say it in the script's header comments, such as '-- transaction: none'."
                                : "Name it like 20261122093000_create_users.sql, V1__create_users.sql, R__views.sql or"
                                        + " afterMigrate.sql, or move it out of the folder.")
                .build();
    }
}
