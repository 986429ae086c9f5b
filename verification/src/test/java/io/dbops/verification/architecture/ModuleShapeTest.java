package io.dbops.verification.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every published module declares about itself, and how long a source file may grow. */
class ModuleShapeTest {
    private static final int LONGEST_FILE = 400;

    /** Source file, relative to the root, and why it is longer than the rest. */
    private static final Map<String, String> LONGER_FOR_A_REASON = Map.of();

    @Test
    void everyPublishedModuleIsANamedModule() {
        List<String> unnamed = ReactorModule.published().stream()
                .filter(module -> !Files.exists(module.classes().resolve("module-info.class")))
                .map(ReactorModule::name)
                .toList();
        assertThat(unnamed).isEmpty();
    }

    /** A provider that stands in one of the two places is invisible on the other path. */
    @Test
    void providersInTheModuleDescriptorAreThoseOfMetaInfServices() throws IOException {
        for (ReactorModule module : ReactorModule.published()) {
            if (Files.exists(module.classes().resolve("module-info.class"))) {
                assertThat(servicesOnTheClassPath(module))
                        .as("META-INF/services of %s against its module-info", module.name())
                        .isEqualTo(servicesOnTheModulePath(module));
            }
        }
    }

    @Test
    void noSourceFileIsLongerThanAPersonReadsAtOnce() {
        Map<String, Integer> tooLong = new LinkedHashMap<>();
        int files = 0;
        for (ReactorModule module : ReactorModule.all()) {
            for (Path source : module.sources()) {
                files++;
                String name = module.name() + "/" + module.directory().relativize(source);
                int lines = (int) ReactorModule.read(source).lines().count();
                if (lines > LONGEST_FILE && !LONGER_FOR_A_REASON.containsKey(name)) {
                    tooLong.put(name, lines);
                }
            }
        }
        assertThat(files).isGreaterThan(50);
        assertThat(tooLong)
                .as("source files over %d lines without a written reason", LONGEST_FILE)
                .isEmpty();
    }

    private static Map<String, Set<String>> servicesOnTheModulePath(ReactorModule module) throws IOException {
        try (InputStream in = Files.newInputStream(module.classes().resolve("module-info.class"))) {
            return ModuleDescriptor.read(in).provides().stream()
                    .collect(Collectors.toMap(
                            ModuleDescriptor.Provides::service,
                            provides -> new TreeSet<>(provides.providers()),
                            (left, right) -> left,
                            TreeMap::new));
        }
    }

    private static Map<String, Set<String>> servicesOnTheClassPath(ReactorModule module) throws IOException {
        Path folder = module.classes().resolve("META-INF/services");
        Map<String, Set<String>> services = new TreeMap<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                files.forEach(file -> services.put(file.getFileName().toString(), providersIn(file)));
            }
        }
        return services;
    }

    private static Set<String> providersIn(Path file) {
        return ReactorModule.read(file)
                .lines()
                .map(line -> line.replaceFirst("#.*", "").strip())
                .filter(line -> !line.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
