package io.dbops.verification.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Core and the engines ask dialects and strategies; which database they talk to they never ask by its name. */
final class ProductNamesTest {

    private static final Pattern PRODUCT = Pattern.compile(
            "mysql|mariadb|postgres|oracle|(^|[^a-z0-9])h2([^a-z0-9]|$)|sqlserver|sqlite|db2",
            Pattern.CASE_INSENSITIVE);

    /** A missing artifact can only be named by its name. */
    private static final Set<String> ALLOWED = Set.of("dbops-h2, dbops-postgresql or dbops-mysql");

    @Test
    void noConstantOfCoreAndTheEnginesNamesAProduct() throws IOException {
        List<String> found = new ArrayList<>();
        int classes = 0;
        for (ReactorModule module : ReactorModule.all()) {
            if (Set.of("core", "migration", "strategies/backup").contains(module.name())) {
                for (Path file : ReactorModule.filesBelow(module.classes(), ".class")) {
                    classes++;
                    found.addAll(naming(file));
                }
            }
        }
        assertThat(classes).isGreaterThan(150);
        assertThat(found).isEmpty();
    }

    /** The same reading finds the names where they belong. */
    @Test
    void theConstantsOfDialectsNameTheirProducts() throws IOException {
        List<String> found = new ArrayList<>();
        for (ReactorModule module : ReactorModule.all()) {
            if (Set.of("strategies/h2", "strategies/postgresql", "strategies/mysql")
                    .contains(module.name())) {
                for (Path file : ReactorModule.filesBelow(module.classes(), ".class")) {
                    found.addAll(naming(file));
                }
            }
        }
        assertThat(found)
                .anyMatch(each -> each.endsWith(": H2"))
                .anyMatch(each -> each.endsWith(": PostgreSQL"))
                .anyMatch(each -> each.endsWith(": MYSQL"));
    }

    private static List<String> naming(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return constants(new DataInputStream(in)).stream()
                    .filter(text -> PRODUCT.matcher(text).find() && !ALLOWED.contains(text))
                    .map(text -> file.getFileName() + ": " + text)
                    .toList();
        }
    }

    /** The text constants of a class file, names of classes and members included (JVMS, chapter 4.4). */
    private static List<String> constants(DataInputStream in) throws IOException {
        in.skipNBytes(8);
        List<String> texts = new ArrayList<>();
        int count = in.readUnsignedShort();
        for (int index = 1; index < count; index++) {
            int tag = in.readUnsignedByte();
            switch (tag) {
                case 1 -> texts.add(in.readUTF());
                case 7, 8, 16, 19, 20 -> in.skipNBytes(2);
                case 15 -> in.skipNBytes(3);
                case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipNBytes(4);
                case 5, 6 -> {
                    in.skipNBytes(8);
                    index++;
                }
                default -> throw new IOException("constant of unknown kind " + tag);
            }
        }
        return texts;
    }
}
