package io.dbops.verification;

import io.dbops.testservers.TestServers;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What this process has open, as Linux tells it in {@code /proc}: see {@code proc_pid_fd(5)} and {@code proc_pid_net(5)}.
 * Nothing on other systems.
 */
final class Sockets {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final List<Path> TABLES = List.of(Path.of("/proc/self/net/tcp"), Path.of("/proc/self/net/tcp6"));
    private static final int LOCAL_ADDRESS = 1;
    private static final int REMOTE_ADDRESS = 2;
    private static final int STATE = 3;
    private static final int INODE = 9;

    private Sockets() {}

    /** The targets of all open descriptors, such as {@code socket:[4711]} or the path of a file. */
    static Set<String> descriptors() throws IOException {
        Set<String> open = new TreeSet<>();
        if (!Files.isDirectory(DESCRIPTORS)) {
            return open;
        }
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(DESCRIPTORS)) {
            for (Path descriptor : descriptors) {
                open.add(target(descriptor));
            }
        }
        return open;
    }

    /** Empty for what was closed between the listing and the look. */
    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }

    /** Those that a test server keeps for itself, as {@code /proc/self/fd} names them. */
    static Set<String> keptByServers() throws IOException {
        Set<Integer> ports = TestServers.clientPorts();
        return select(fields -> ports.contains(port(fields[LOCAL_ADDRESS])));
    }

    /** Those of this process that are connected to a port, but for what a test server keeps for itself. */
    static Set<String> connectedTo(int port) throws IOException {
        Set<String> connected = select(fields -> port(fields[REMOTE_ADDRESS]) == port);
        connected.removeAll(keptByServers());
        connected.retainAll(descriptors());
        return connected;
    }

    /** Whose end a socket is, for a message; empty for what is no socket. */
    static String described(String descriptor) throws IOException {
        if (!descriptor.startsWith("socket:")) {
            return "";
        }
        for (Path table : TABLES) {
            if (Files.exists(table)) {
                for (String line : Files.readAllLines(table)) {
                    String[] fields = line.strip().split("\\s+");
                    if (descriptor.equals("socket:[" + fields[INODE] + "]")) {
                        return " (TCP, from port " + port(fields[LOCAL_ADDRESS]) + " to port "
                                + port(fields[REMOTE_ADDRESS]) + ", state " + fields[STATE] + ")";
                    }
                }
            }
        }
        return " (no TCP)";
    }

    private static Set<String> select(Predicate<String[]> wanted) throws IOException {
        Set<String> sockets = new TreeSet<>();
        for (Path table : TABLES) {
            if (Files.exists(table)) {
                Files.readAllLines(table).stream()
                        .skip(1)
                        .map(line -> line.strip().split("\\s+"))
                        .filter(wanted)
                        .forEach(fields -> sockets.add("socket:[" + fields[INODE] + "]"));
            }
        }
        return sockets;
    }

    private static int port(String address) {
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1), 16);
    }
}
