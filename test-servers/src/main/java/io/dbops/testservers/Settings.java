package io.dbops.testservers;

import io.dbops.testservers.ServerKind.Family;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the person who runs the tests chose: system properties first, then the environment, both under the same names.
 */
final class Settings {
    static final String REQUIRED = "DBOPS_REQUIRED_SERVERS";

    private final Function<String, @Nullable String> lookup;

    Settings(Function<String, @Nullable String> lookup) {
        this.lookup = lookup;
    }

    static Settings ofThisJvm() {
        return new Settings(name -> {
            String property = System.getProperty(name);
            return property != null ? property : System.getenv(name);
        });
    }

    /** The server that stands for exactly this kind, such as {@code DBOPS_POSTGRESQL_14_URL}. */
    Optional<Endpoint> endpoint(ServerKind kind) {
        return endpoint(kind.name());
    }

    /**
     * The server that stands for whichever kind of the family has its version, such as {@code DBOPS_POSTGRESQL_URL}.
     */
    Optional<Endpoint> endpoint(Family family) {
        return endpoint(family.name());
    }

    private Optional<Endpoint> endpoint(String infix) {
        String prefix = "DBOPS_" + infix;
        return value(prefix + "_URL")
                .map(url -> new Endpoint(
                        prefix + "_URL",
                        url,
                        value(prefix + "_USER").orElse(""),
                        value(prefix + "_PASSWORD").orElse("")));
    }

    /** The kinds without which a run must fail. */
    Set<ServerKind> required() {
        Set<ServerKind> kinds = EnumSet.noneOf(ServerKind.class);
        for (String name : value(REQUIRED).orElse("").split(",")) {
            if (!name.isBlank()) {
                kinds.add(kindNamed(name.strip()));
            }
        }
        return kinds;
    }

    private static ServerKind kindNamed(String name) {
        try {
            return ServerKind.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    REQUIRED + " names " + name + ", which is none of " + EnumSet.allOf(ServerKind.class), e);
        }
    }

    private Optional<String> value(String name) {
        return Optional.ofNullable(lookup.apply(name)).filter(value -> !value.isBlank());
    }

    /** A server that somebody else runs; {@code setting} is the name of the variable that says so. */
    record Endpoint(String setting, String url, String user, String password) {
        @Override
        public String toString() {
            return setting + "=" + url;
        }
    }
}
