package io.dbops.h2;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** H2 keeps a database's file open as long as one session is: an open file tells of a leaked connection, and of its lock. */
final class OpenFiles {

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private OpenFiles() {}

    static List<Path> below(Path folder) throws IOException {
        List<Path> open = new ArrayList<>();
        if (!Files.isDirectory(DESCRIPTORS)) {
            return open;
        }
        Path real = folder.toRealPath();
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(DESCRIPTORS)) {
            for (Path descriptor : descriptors) {
                try {
                    Path target = Files.readSymbolicLink(descriptor);
                    if (target.startsWith(real)) {
                        open.add(target);
                    }
                } catch (IOException closedMeanwhile) {
                    continue;
                }
            }
        }
        return open;
    }
}
