package io.dbops.internal;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The providers of one SPI: those that were registered, and those that ServiceLoader finds, with our loader, then the context
 * loader, one per class name. What was registered wins over what was found. Immutable, thread-safe.
 *
 * @param <T> the SPI
 */
public final class Providers<T> {

    private final List<T> registered;
    private final List<T> found;

    private Providers(List<T> registered, List<T> found) {
        this.registered = registered;
        this.found = found;
    }

    /**
     * Looks for providers.
     *
     * @param loader calls {@code ServiceLoader.load} for the SPI; it must stand in the module that declares {@code uses}
     */
    public static <T> Providers<T> find(
            Class<T> spi, Collection<T> registered, Function<@Nullable ClassLoader, ServiceLoader<T>> loader) {
        Map<String, T> found = new LinkedHashMap<>();
        List<@Nullable ClassLoader> loaders = new ArrayList<>();
        loaders.add(Providers.class.getClassLoader());
        loaders.add(Thread.currentThread().getContextClassLoader());
        for (ClassLoader each : loaders) {
            try {
                loader.apply(each).stream()
                        .forEach(provider ->
                                found.computeIfAbsent(provider.type().getName(), name -> provider.get()));
            } catch (ServiceConfigurationError e) {
                throw DbOpsException.of(ErrorCode.CONFIGURATION, "a provider of " + spi.getName() + " cannot be loaded")
                        .hint("Check that all DbOps artifacts have one version, for example through dbops-bom.")
                        .cause(e)
                        .build();
            }
        }
        registered.forEach(one -> found.remove(one.getClass().getName()));
        return new Providers<>(List.copyOf(registered), List.copyOf(found.values()));
    }

    /**
     * The one provider that claims.
     *
     * @param what for messages, such as {@code dialect for H2 2.5}
     * @param artifacts what to add when there is none
     */
    public T only(String what, String artifacts, Predicate<T> claims) {
        List<T> claiming = registered.stream().filter(claims).toList();
        if (claiming.isEmpty()) {
            claiming = found.stream().filter(claims).toList();
        }
        if (claiming.isEmpty()) {
            throw DbOpsException.of(ErrorCode.PROVIDER_MISSING, "there is no " + what)
                    .hint("Add " + artifacts + " to the class path or module path.")
                    .build();
        }
        if (claiming.size() > 1) {
            throw DbOpsException.of(ErrorCode.PROVIDER_CONFLICT, "more than one " + what + ": " + names(claiming))
                    .hint("Register the one to use with the builder, or remove the other artifact.")
                    .build();
        }
        return claiming.get(0);
    }

    private static String names(List<?> providers) {
        return String.join(
                " and ",
                providers.stream()
                        .map(each -> each.getClass().getName())
                        .sorted()
                        .toList());
    }
}
