package io.dbops.verification;

import io.dbops.testservers.ServerKind;
import java.lang.reflect.Method;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/**
 * Keeps the runs of tests apart that need the same server, which the test itself or one of its arguments names. Tests of a class
 * overlap otherwise, unless it says {@link org.junit.jupiter.api.parallel.ExecutionMode#SAME_THREAD}.
 */
public final class OnePerDatabase implements InvocationInterceptor, BeforeEachCallback, AfterEachCallback {

    private static final Map<ServerKind, ReentrantLock> LOCKS = new EnumMap<>(ServerKind.class);

    static {
        for (ServerKind kind : ServerKind.values()) {
            LOCKS.put(kind, new ReentrantLock());
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        Optional<ServerKind> kind = kindOf(context.getRequiredTestInstance());
        if (kind.isPresent()) {
            acquire(kind.get());
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        kindOf(context.getRequiredTestInstance()).ifPresent(OnePerDatabase::release);
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        Optional<ServerKind> kind = method.getArguments().stream()
                .flatMap(each -> kindOf(each).stream())
                .findFirst();
        if (kind.isEmpty()) {
            invocation.proceed();
            return;
        }
        acquire(kind.get());
        try {
            invocation.proceed();
        } finally {
            release(kind.get());
        }
    }

    private static Optional<ServerKind> kindOf(Object testOrArgument) {
        return Stream.of(testOrArgument)
                .map(each -> each instanceof OnDatabase on ? on.kind() : each)
                .filter(ServerKind.class::isInstance)
                .map(ServerKind.class::cast)
                .findFirst();
    }

    private static void acquire(ServerKind kind) throws InterruptedException {
        lock(kind).lockInterruptibly();
    }

    private static void release(ServerKind kind) {
        if (lock(kind).isHeldByCurrentThread()) { // not so where its beforeEach was interrupted
            lock(kind).unlock();
        }
    }

    private static ReentrantLock lock(ServerKind kind) {
        return Objects.requireNonNull(LOCKS.get(kind));
    }
}
