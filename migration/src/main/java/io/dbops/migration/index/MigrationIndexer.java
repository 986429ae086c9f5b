package io.dbops.migration.index;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.migration.source.FolderIndex;
import io.dbops.spi.MigrationLocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Writes the build-time index of a folder of migrations beside the folder, {@code META-INF/dbops/<escaped folder>.index}. It belongs into the
 * build after the resources are copied and before they are packed:
 *
 * <pre>{@code java -cp ... io.dbops.migration.index.MigrationIndexer target/classes db/migration}</pre>
 *
 * The same scripts give the same bytes. At start an index that is not of the scripts beside it is noticed and left aside.
 */
public final class MigrationIndexer {

    private MigrationIndexer() {}

    /**
     * Writes the index of a folder, over an older one.
     *
     * @param root where classes and resources are, such as {@code target/classes}
     * @param folder below it, such as {@code db/migration}, as it stands behind {@code classpath:}
     * @return the file
     * @throws DbOpsException a {@code MIGRATION_INVALID} that names every file whose name or header is wrong, or says that there is
     *     no migration
     */
    public static Path write(Path root, String folder) {
        String trimmed = MigrationLocation.of("classpath:" + folder).folder();
        byte[] index = FolderIndex.of(root, trimmed);
        Path file = root.resolve(FolderIndex.resourceFor(trimmed));
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.createDirectories(root.resolve("META-INF/dbops"));
            Files.write(draft, index);
            return Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw DbOpsException.of(ErrorCode.CONFIGURATION, "cannot write the index " + file)
                    .hint("Check that the folder can be written.")
                    .cause(e)
                    .build();
        }
    }

    /**
     * Writes the indexes of several folders and says so.
     *
     * @param arguments the root and the folders below it
     */
    public static void main(String... arguments) {
        if (arguments.length < 2) {
            throw new IllegalArgumentException(
                    "usage: MigrationIndexer <classes folder> <migration folder below it>..., such as"
                            + " MigrationIndexer target/classes db/migration");
        }
        for (int i = 1; i < arguments.length; i++) {
            System.out.println("wrote " + write(Path.of(arguments[0]), arguments[i]));
        }
    }
}
