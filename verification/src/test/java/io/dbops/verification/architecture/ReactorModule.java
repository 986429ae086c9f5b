package io.dbops.verification.architecture;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One module of the reactor as it lies on disk: the list comes from the root pom, so that a new module is held to the
 * rules from its first day.
 *
 * @param name directory relative to the root, such as {@code strategies/backup}
 * @param directory where the module lies
 * @param classes its compiled main classes; the directory is absent while the module has none
 */
record ReactorModule(String name, Path directory, Path classes) {
    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");
    private static final Set<String> UNPUBLISHED = Set.of("bom", "test-servers", "examples", "verification");

    static List<ReactorModule> all() {
        Path output = ownOutput();
        Path verification = ancestorWithPom(output);
        Path root = verification.getParent();
        Path buildDirectory = verification.relativize(output.getParent());
        return MODULE.matcher(read(root.resolve("pom.xml")))
                .results()
                .map((MatchResult match) -> match.group(1))
                .map(name -> new ReactorModule(
                        name,
                        root.resolve(name),
                        root.resolve(name).resolve(buildDirectory).resolve("classes")))
                .toList();
    }

    static List<ReactorModule> published() {
        return all().stream()
                .filter(module -> !UNPUBLISHED.contains(module.name))
                .filter(ReactorModule::hasClasses)
                .toList();
    }

    boolean hasClasses() {
        return Files.isDirectory(classes);
    }

    /** The packages that hold at least one class, their package-info aside. */
    Set<String> packages() {
        Set<String> packages = new TreeSet<>();
        for (Path file : filesBelow(classes, ".class")) {
            String fileName = file.getFileName().toString();
            if (!fileName.equals("module-info.class") && !fileName.equals("package-info.class")) {
                Path folder = classes.relativize(file).getParent();
                packages.add(folder.toString().replace(folder.getFileSystem().getSeparator(), "."));
            }
        }
        return packages;
    }

    List<Path> sources() {
        return filesBelow(directory.resolve("src"), ".java");
    }

    static String read(Path file) {
        try {
            return Files.readString(file, UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    static List<Path> filesBelow(Path directory, String suffix) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + directory, e);
        }
    }

    private static Path ownOutput() {
        try {
            return Path.of(ReactorModule.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toAbsolutePath();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("cannot tell where the test classes lie", e);
        }
    }

    private static Path ancestorWithPom(Path start) {
        Path directory = start;
        while (!Files.exists(directory.resolve("pom.xml"))) {
            directory = directory.getParent();
            if (directory == null) {
                throw new IllegalStateException("no pom.xml above " + start);
            }
        }
        return directory;
    }
}
