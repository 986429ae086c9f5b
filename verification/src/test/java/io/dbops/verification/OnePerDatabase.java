package io.dbops.verification;

import io.dbops.testservers.ServerKind;
import java.lang.reflect.Method;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Keeps the runs of {@link AtOnce} tests apart that need the same server, which the test itself or one of its arguments names,
 * and bounds how many there are at a time. Threads that wait here are no others' loss: JUnit has more of them than may run.
 */
public final class OnePerDatabase implements InvocationInterceptor, BeforeEachCallback, AfterEachCallback {

    private static final int AT_A_TIME = 4;
    private static final Semaphore PERMITS = new Semaphore(AT_A_TIME);
    private static final Map<ServerKind, ReentrantLock> LOCKS = new EnumMap<>(ServerKind.class);

    static {
        for (ServerKind kind : ServerKind.values()) {
            LOCKS.put(kind, new ReentrantLock());
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        if (overlaps(context)) {
            Optional<ServerKind> kind = kindOf(context.getRequiredTestInstance());
            if (kind.isPresent()) {
                acquire(kind.get());
            }
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (overlaps(context)) {
            kindOf(context.getRequiredTestInstance()).ifPresent(OnePerDatabase::release);
        }
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        Optional<ServerKind> kind = method.getArguments().stream()
                .flatMap(each -> kindOf(each).stream())
                .findFirst();
        if (kind.isEmpty() || !overlaps(context)) {
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

    private static boolean overlaps(ExtensionContext context) {
        return context.getExecutionMode() == ExecutionMode.CONCURRENT;
    }

    private static Optional<ServerKind> kindOf(Object testOrArgument) {
        return Stream.of(testOrArgument)
                .map(each -> each instanceof OnDatabase on ? on.kind() : each)
                .filter(ServerKind.class::isInstance)
                .map(ServerKind.class::cast)
                .findFirst();
    }

    private static void acquire(ServerKind kind) throws InterruptedException {
        ReentrantLock lock = Objects.requireNonNull(LOCKS.get(kind));
        lock.lockInterruptibly();
        try {
            PERMITS.acquire();
        } catch (InterruptedException e) {
            lock.unlock();
            throw e;
        }
    }

    private static void release(ServerKind kind) {
        ReentrantLock lock = Objects.requireNonNull(LOCKS.get(kind));
        if (lock.isHeldByCurrentThread()) { // not so where its beforeEach was interrupted
            PERMITS.release();
            lock.unlock();
        }
    }
}
