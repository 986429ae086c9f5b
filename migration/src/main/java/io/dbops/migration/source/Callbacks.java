package io.dbops.migration.source;

import io.dbops.migration.CallbackMoment;
import io.dbops.spi.MigrationCallbacks;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What is called around migrations: at each moment the scripts by their names, then those in Java as they were given. Immutable. */
public final class Callbacks {

    private static final Callbacks NONE = new Callbacks(List.of(), MigrationCallbacks.none());

    private final List<ResolvedMigration> scripts;
    private final MigrationCallbacks java;

    Callbacks(List<ResolvedMigration> scripts, MigrationCallbacks java) {
        this.scripts = scripts.stream()
                .sorted(Comparator.comparing(ResolvedMigration::id).thenComparing(ResolvedMigration::location))
                .toList();
        this.java = java;
    }

    public static Callbacks none() {
        return NONE;
    }

    /** Those in SQL, of all moments. */
    public List<ResolvedMigration> scripts() {
        return scripts;
    }

    /** @param migration the id of the migration that they are called before or after, at the moments that are about one */
    public List<ResolvedMigration> at(CallbackMoment moment, Optional<String> migration) {
        List<ResolvedMigration> found = new ArrayList<>();
        scripts.stream()
                .filter(each -> each.moment().filter(moment::equals).isPresent())
                .forEach(found::add);
        java.at(moment)
                .forEach(each -> found.add(ResolvedMigration.callback(new JavaCallback(moment, migration, each))));
        return found;
    }
}
