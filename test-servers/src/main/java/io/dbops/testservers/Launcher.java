package io.dbops.testservers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** How one product is unpacked, initialised and started. Stateless. */
interface Launcher {
    /** Unpacks the archive into an empty directory and makes it fit to run. */
    void install(Path archive, Path home) throws IOException;

    /** The command that prints the server's version: it fails where a library is missing. */
    List<String> versionCommand(Path home);

    /** Makes a data directory at a place where none is. */
    void initialize(Path home, Path data) throws IOException, InterruptedException;

    /** Prepares a copy of an initialised data directory to be another server's. */
    void personalize(Path data) throws IOException;

    /** The command that runs the server in the foreground. */
    List<String> command(Path home, Path data, int port);

    /** The name of the signal that stops the server at once; its data are thrown away afterwards. */
    String stopSignal();

    String adminUrl(int port);

    /** The query that gives the data directory, by which we know that it is our server that answers. */
    String dataDirectoryQuery();
}
