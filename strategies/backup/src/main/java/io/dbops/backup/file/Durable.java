package io.dbops.backup.file;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Makes the entries of a directory survive a power cut. */
public final class Durable {

    private Durable() {}

    public static void directory(Path directory) throws IOException {
        if (File.separatorChar == '\\') {
            return; // Windows opens no directories; its file systems journal their entries
        }
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
