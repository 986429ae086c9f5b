package io.dbops.verification;

import io.dbops.testservers.ServerKind;
import io.dbops.testservers.TestServers;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URI;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/** Keeps the runs of {@link AtOnce} tests apart that need the same server, and looks for the connections that one leaves. */
public final class OnePerDatabase implements InvocationInterceptor {

    private static final int ROUNDS = 100;
    private static final int ROUND_MILLIS = 20;
    private static final Map<ServerKind, ReentrantLock> LOCKS = new EnumMap<>(ServerKind.class);

    static {
        for (ServerKind kind : ServerKind.values()) {
            LOCKS.put(kind, new ReentrantLock());
        }
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        ServerKind kind = kind(method);
        if (kind == null || !method.getExecutable().isAnnotationPresent(AtOnce.class)) {
            invocation.proceed();
            return;
        }
        ReentrantLock lock = Objects.requireNonNull(LOCKS.get(kind));
        lock.lockInterruptibly();
        try {
            Set<String> before = connections(kind);
            invocation.proceed();
            Set<String> left = new TreeSet<>(connections(kind));
            left.removeAll(before);
            for (int round = 0; !left.isEmpty() && round < ROUNDS; round++) {
                Thread.sleep(ROUND_MILLIS);
                left.retainAll(connections(kind));
            }
            if (!left.isEmpty()) {
                throw new AssertionError("connections to " + kind + " were left open: " + left);
            }
        } finally {
            lock.unlock();
        }
    }

    private static @Nullable ServerKind kind(ReflectiveInvocationContext<Method> method) {
        return method.getArguments().stream()
                .filter(ServerKind.class::isInstance)
                .map(ServerKind.class::cast)
                .findFirst()
                .orElse(null);
    }

    private static Set<String> connections(ServerKind kind) throws IOException {
        if (kind == ServerKind.H2 || !TestServers.availability(kind).available()) {
            return Set.of();
        }
        URI address = URI.create(TestServers.server(kind).adminUrl().substring("jdbc:".length()));
        return Sockets.connectedTo(address.getPort());
    }
}
