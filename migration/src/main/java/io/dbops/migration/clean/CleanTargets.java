package io.dbops.migration.clean;

import io.dbops.migration.CleanOptions;
import io.dbops.migration.CleanOptions.Target;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which schemas are meant, and whether that was allowed on the database that the connection reaches. Pure. */
final class CleanTargets {

    private final Set<String> schemas = new LinkedHashSet<>();
    private final List<String> refusals = new ArrayList<>();

    private CleanTargets() {}

    /**
     * @param database as the server names it; empty where a schema is a database
     * @param current the connection's schema: what is meant when nothing is named
     */
    static CleanTargets of(CleanOptions options, Optional<String> database, String current) {
        CleanTargets targets = new CleanTargets();
        if (options.allowed().isEmpty()) {
            targets.schemas.add(current);
            targets.refusals.add("nothing was allowed; to drop everything in "
                    + new Target(database.orElse(null), current) + ", say so: CleanOptions.builder()."
                    + call(database, current));
        }
        for (Target target : options.allowed()) {
            targets.schemas.add(target.schema());
            if (!Optional.ofNullable(target.database()).equals(database)) {
                targets.refusals.add(target + " was allowed, but the connection reaches "
                        + database.map(name -> "database " + name)
                                .orElse("a server on which a schema is itself a database")
                        + "; if that is meant: " + call(database, target.schema()));
            }
        }
        return targets;
    }

    private static String call(Optional<String> database, String schema) {
        return "allow(" + database.map(name -> "\"" + name + "\", ").orElse("") + "\"" + schema + "\")";
    }

    Set<String> schemas() {
        return schemas;
    }

    /** Why it was not allowed; empty when it was. */
    List<String> refusals() {
        return refusals;
    }
}
