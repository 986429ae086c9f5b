package io.dbops.spi.sql;

import java.util.EnumMap;
import java.util.Map;

/** What one connection's database can do, as probed; a feature that was not probed is absent. Immutable. */
public final class Capabilities {

    private final DatabaseIdentity identity;
    private final EnumMap<Feature, Support> features;

    public Capabilities(DatabaseIdentity identity, Map<Feature, Support> features) {
        this.identity = identity;
        this.features = new EnumMap<>(Feature.class);
        this.features.putAll(features);
    }

    public DatabaseIdentity identity() {
        return identity;
    }

    public boolean has(Feature feature) {
        return support(feature).available();
    }

    public Support support(Feature feature) {
        return features.getOrDefault(feature, Support.no("not probed by the dialect"));
    }

    @Override
    public String toString() {
        return identity + " " + features;
    }
}
