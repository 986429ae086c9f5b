package io.dbops.verification;

import io.dbops.testkit.LeakCheck;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Fails every test of this module that leaves a thread of DbOps, a connection to a server, or an open file below the folder
 * for temporary files behind. Connections are told from outside, as sockets of this process, so that no data source need take
 * part. Where tests overlap it is their class that fails.
 */
public final class NothingLeftBehind
        implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {

    private static final Path TEMPORARY = Path.of(System.getProperty("java.io.tmpdir"));

    private final LeakCheck check = new LeakCheck().watch(this::descriptors);
    private Set<String> before = Set.of();

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        if (overlap(context.getRequiredTestClass())) {
            begin(context);
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        if (context.getExecutionMode() == ExecutionMode.SAME_THREAD) {
            begin(context);
        }
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        if (context.getExecutionMode() == ExecutionMode.SAME_THREAD) {
            check.afterEach(context);
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        if (overlap(context.getRequiredTestClass())) {
            check.afterEach(context);
        }
    }

    private void begin(ExtensionContext context) throws IOException {
        before = Sockets.descriptors();
        check.beforeEach(context);
    }

    private static boolean overlap(Class<?> tests) {
        Stream<Method> methods = Stream.of(tests.getDeclaredMethods());
        List<Boolean> overlapping = methods.filter(NothingLeftBehind::isTest)
                .map(method -> method.isAnnotationPresent(AtOnce.class))
                .distinct()
                .toList();
        if (overlapping.size() > 1) {
            throw new IllegalStateException(
                    tests + " has " + AtOnce.class.getSimpleName() + " at some of its tests only");
        }
        return overlapping.contains(true);
    }

    private static boolean isTest(Method method) {
        return AnnotationSupport.isAnnotated(method, org.junit.jupiter.api.Test.class)
                || AnnotationSupport.isAnnotated(method, org.junit.jupiter.api.TestTemplate.class);
    }

    private List<String> descriptors() throws IOException {
        List<String> leaks = new ArrayList<>();
        Set<String> kept = Sockets.keptByServers();
        for (String descriptor : Sockets.descriptors()) {
            boolean ours =
                    descriptor.startsWith("socket:") || Path.of(descriptor).startsWith(TEMPORARY);
            if (ours && !before.contains(descriptor) && !kept.contains(descriptor)) {
                leaks.add(descriptor + " is open" + Sockets.described(descriptor));
            }
        }
        return leaks;
    }
}
