package io.dbops.testservers;

import io.dbops.testservers.ServerKind.Family;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What {@link TestServers} does, as an object with its settings given. */
final class Registry {
    private final Settings settings;
    private final Set<ServerKind> required;
    private final Map<ServerKind, Slot> slots = new EnumMap<>(ServerKind.class);
    private final List<LaunchedServer> launched = Collections.synchronizedList(new ArrayList<>());

    Registry(Settings settings, ServerDirectories directories) {
        this.settings = settings;
        this.required = settings.required();
        for (ServerKind kind : ServerKind.values()) {
            slots.put(kind, new Slot(kind, Launchers.installation(kind, directories)));
        }
    }

    DatabaseServer server(ServerKind kind) {
        return slot(kind).server();
    }

    DatabaseServer startPrivate(ServerKind kind, List<String> arguments) {
        Slot slot = slot(kind);
        Availability availability = slot.availability();
        if (!availability.available()) {
            throw new ServerUnavailableException(kind + " cannot run here: " + availability.reason());
        }
        return slot.installation
                .map(found -> (DatabaseServer) launch(kind, found, arguments))
                .orElseGet(H2Server::start);
    }

    Availability availability(ServerKind kind) {
        Availability availability = slot(kind).availability();
        if (!availability.available() && required.contains(kind)) {
            throw new ServerUnavailableException(
                    kind + " is required by " + Settings.REQUIRED + ", but cannot run here: " + availability.reason());
        }
        return availability;
    }

    Set<ServerKind> required() {
        return Collections.unmodifiableSet(required);
    }

    List<String> report() {
        return slots.values().stream().flatMap(slot -> slot.report().stream()).toList();
    }

    Set<Integer> clientPorts() {
        return List.copyOf(launched).stream().map(LaunchedServer::clientPort).collect(Collectors.toSet());
    }

    /** Stops all servers that were launched, at the same time. */
    void stop() {
        List<LaunchedServer> servers = List.copyOf(launched);
        servers.forEach(LaunchedServer::beginStop);
        servers.forEach(LaunchedServer::close);
        slots.values().forEach(Slot::closeH2);
    }

    private LaunchedServer launch(ServerKind kind, Installation installation, List<String> arguments) {
        LaunchedServer server = LaunchedServer.start(kind, installation, arguments);
        launched.add(server);
        return server;
    }

    private Slot slot(ServerKind kind) {
        return Objects.requireNonNull(slots.get(kind));
    }

    /** The external server that stands for this kind, if the settings name one. */
    private Optional<ExternalServer> external(ServerKind kind) {
        Optional<Settings.Endpoint> own = settings.endpoint(kind);
        if (own.isPresent()) {
            return own.map(endpoint -> ExternalServer.connect(kind, endpoint));
        }
        return settings.endpoint(kind.family())
                .map(endpoint -> ExternalServer.connect(kind, endpoint))
                .filter(server -> kindOf(kind.family(), server.version()) == kind);
    }

    /** The kind of the family that a version belongs to, or its newest one if it is of none. */
    static ServerKind kindOf(Family family, String version) {
        ServerKind newest = ServerKind.H2;
        for (ServerKind kind : ServerKind.values()) {
            if (kind.family() == family) {
                newest = kind;
                if (!kind.series().isEmpty() && (version + ".").startsWith(kind.series() + ".")) {
                    return kind;
                }
            }
        }
        return newest;
    }

    /** One kind; its monitor guards its start, so that others start meanwhile. */
    private final class Slot {
        private final ServerKind kind;
        private final Optional<Installation> installation;
        private @Nullable DatabaseServer server;
        private @Nullable Availability availability;
        private @Nullable ServerUnavailableException failure;
        private Duration startTime = Duration.ZERO;

        Slot(ServerKind kind, Optional<Installation> installation) {
            this.kind = kind;
            this.installation = installation;
        }

        synchronized DatabaseServer server() {
            if (failure != null) {
                throw new ServerUnavailableException(failure.reason(), failure);
            }
            if (server == null) {
                try {
                    server = start();
                } catch (ServerUnavailableException e) {
                    failure = e;
                    throw e;
                }
            }
            return server;
        }

        private DatabaseServer start() {
            Availability here = availability();
            if (server != null) {
                return server;
            }
            if (!here.available()) {
                throw new ServerUnavailableException(kind + " cannot run here: " + here.reason());
            }
            long before = System.nanoTime();
            DatabaseServer started = installation
                    .map(found -> (DatabaseServer) launch(kind, found, List.of()))
                    .orElseGet(H2Server::start);
            startTime = Duration.ofNanos(System.nanoTime() - before);
            return new SharedServer(started);
        }

        synchronized Availability availability() {
            if (availability == null) {
                availability = look();
            }
            return availability;
        }

        private Availability look() {
            try {
                Optional<ExternalServer> external = external(kind);
                if (external.isPresent()) {
                    server = new SharedServer(external.get());
                    return new Availability(kind, true, server.toString());
                }
                if (installation.isPresent()) {
                    return new Availability(
                            kind, true, "programs in " + installation.get().home());
                }
                return new Availability(kind, true, "in this JVM");
            } catch (ServerUnavailableException e) {
                return new Availability(kind, false, e.reason());
            } catch (IOException e) {
                return new Availability(kind, false, String.valueOf(e.getMessage()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return new Availability(kind, false, "interrupted");
            }
        }

        synchronized Optional<String> report() {
            if (server != null) {
                return Optional.of(kind + " " + server.version() + ": " + server
                        + (startTime.isZero() ? "" : ", started in " + startTime.toMillis() + " ms"));
            }
            if (failure != null) {
                return Optional.of(kind + ": FAILED, " + failure.reason());
            }
            if (availability != null) {
                return Optional.of(
                        kind + (availability.available() ? ": not used" : ": MISSING, " + availability.reason()));
            }
            return Optional.empty();
        }

        synchronized void closeH2() {
            if (server instanceof SharedServer shared) {
                shared.closeIfInProcess();
            }
        }
    }
}
