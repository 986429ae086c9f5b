package io.dbops.spi;

import io.dbops.migration.CallbackMoment;
import io.dbops.migration.MigrationCallback;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The callbacks in Java that the builder was told of. Immutable. */
public final class MigrationCallbacks {

    private static final MigrationCallbacks NONE = new MigrationCallbacks(Map.of());

    private final Map<CallbackMoment, List<MigrationCallback>> byMoment;

    private MigrationCallbacks(Map<CallbackMoment, List<MigrationCallback>> byMoment) {
        this.byMoment = byMoment;
    }

    public static MigrationCallbacks none() {
        return NONE;
    }

    /** These and one more, called after the others of its moment. */
    public MigrationCallbacks and(CallbackMoment moment, MigrationCallback callback) {
        Objects.requireNonNull(callback, "callback");
        Map<CallbackMoment, List<MigrationCallback>> all = new EnumMap<>(CallbackMoment.class);
        all.putAll(byMoment);
        List<MigrationCallback> more = new ArrayList<>(at(moment));
        more.add(callback);
        all.put(moment, List.copyOf(more));
        return new MigrationCallbacks(all);
    }

    /** In the order in which they were given. */
    public List<MigrationCallback> at(CallbackMoment moment) {
        return byMoment.getOrDefault(Objects.requireNonNull(moment, "moment"), List.of());
    }
}
