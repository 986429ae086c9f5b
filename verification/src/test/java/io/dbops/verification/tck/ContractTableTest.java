package io.dbops.verification.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbops.testkit.tck.BackupStoreTck;
import io.dbops.testkit.tck.BackupStrategyTck;
import io.dbops.testkit.tck.DialectTck;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of contracts says what is so: every sentence of the Javadoc, every test, every broken implementation. */
final class ContractTableTest {

    private static final Path ROOT = Path.of("..");
    private static final Path SPI = ROOT.resolve("core/src/main/java/io/dbops/spi");

    /** These are of no contract of ours: what engines implement, and what the builder hands them. */
    private static final Set<String> NO_CONTRACT = Set.of(
            "BackupEngineProvider",
            "BackupSettings",
            "EngineContext",
            "InMemorySource",
            "KeyProvider",
            "MigrationCallbacks",
            "MigrationEngineProvider",
            "MigrationLocation",
            "MigrationSettings",
            "MigrationSource",
            "OperationEvent",
            "OperationListener",
            "ScriptResource",
            "Sleeper",
            "SqlFailures",
            "sql.DatabaseIdentity",
            "sql.WordPattern");

    private static final Pattern BROKEN_STORE = Pattern.compile("(?m)^    ([A-Z][A-Z0-9_]+)\\(\\s*\"(\\w+)\"");

    /** A broken implementation and the test that finds it out. */
    private record Proof(String broken, String test) {}

    private final ContractTable table = ContractTable.read(ROOT.resolve("docs/contracts.md"));

    ContractTableTest() throws IOException {}

    @Test
    void everySentenceOfTheContractsStandsInTheTable() throws IOException {
        for (String type : types()) {
            List<String> said = JavadocSentences.of(SPI.resolve(type.replace('.', '/') + ".java"));
            assertThat(table.sentencesOf(type)).as("sentences of %s", type).isEqualTo(said);
        }
        assertThat(table.types()).containsExactlyInAnyOrderElementsOf(types());
    }

    @Test
    void everySentenceHasItsTestAndItsBrokenImplementationOrAReason() {
        for (ContractTable.Row row : table.rows()) {
            if (row.tests().isEmpty()) {
                assertThat(row.asked()).as(row.sentence()).startsWith("not asked: ");
                assertThat(row.broken()).as(row.sentence()).isEmpty();
            } else {
                assertThat(row.broken()).as(row.sentence()).isNotEmpty();
            }
        }
    }

    @Test
    void everyTestOfTheContractsStandsInTheTableAndNoOther() {
        Set<String> tests = Stream.of(DialectTck.class, BackupStrategyTck.class, BackupStoreTck.class)
                .flatMap(contract -> Contract.testsOf(contract).stream())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(table.rows().stream().flatMap(row -> row.tests().stream()).collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(tests);
    }

    @Test
    void everyBrokenImplementationStandsBesideItsTest() throws IOException {
        Set<Proof> proofs = proofs();
        assertThat(proofs).hasSizeGreaterThan(130);
        Set<Proof> shown = new HashSet<>();
        for (ContractTable.Row row : table.rows()) {
            for (String broken : row.broken()) {
                List<Proof> ofRow = row.tests().stream()
                        .map(test -> new Proof(broken, test))
                        .filter(proofs::contains)
                        .toList();
                assertThat(ofRow)
                        .as("what %s proves for: %s", broken, row.sentence())
                        .isNotEmpty();
                shown.addAll(ofRow);
            }
        }
        assertThat(shown).containsExactlyInAnyOrderElementsOf(proofs);
    }

    private static Set<String> types() throws IOException {
        Set<String> types = new TreeSet<>();
        for (String folder : List.of("", "sql", "snapshot")) {
            try (DirectoryStream<Path> sources = Files.newDirectoryStream(SPI.resolve(folder), "*.java")) {
                for (Path source : sources) {
                    String name = source.getFileName().toString().replace(".java", "");
                    types.add(folder.isEmpty() ? name : folder + "." + name);
                }
            }
        }
        types.removeIf(type -> type.endsWith("package-info") || NO_CONTRACT.contains(type));
        return types;
    }

    /** The broken stores are tests of another module, so their source is read. */
    private static Set<Proof> proofs() throws IOException {
        List<Broken<?>> ours = new ArrayList<>();
        DialectTckTest.all().forEach(ours::add);
        StrategyTckTest.all().forEach(ours::add);
        Set<Proof> proofs = ours.stream()
                .map(each -> new Proof(each.name(), each.sentence()))
                .collect(Collectors.toSet());
        String stores = Files.readString(ROOT.resolve("testkit/src/test/java/io/dbops/testkit/tck/BrokenStore.java"));
        BROKEN_STORE.matcher(stores).results().forEach(each -> proofs.add(new Proof(each.group(1), each.group(2))));
        return proofs;
    }
}
