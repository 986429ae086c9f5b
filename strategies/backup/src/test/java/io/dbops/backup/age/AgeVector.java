package io.dbops.backup.age;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.InflaterInputStream;

/** One published vector: its header lines, and the age file that they describe. */
record AgeVector(String name, List<String> lines, byte[] file) {

    private static final String SUFFIX = ".txt";

    static List<AgeVector> all() {
        try {
            Path directory = Path.of(AgeVector.class
                            .getResource("/age-vectors/x25519.txt")
                            .toURI())
                    .getParent();
            try (Stream<Path> files = Files.list(directory)) {
                return files.filter(file -> file.toString().endsWith(SUFFIX))
                        .sorted()
                        .map(AgeVector::read)
                        .toList();
            }
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException("the published vectors cannot be read", e);
        }
    }

    private static AgeVector read(Path path) {
        try {
            String text = Files.readString(path, StandardCharsets.US_ASCII);
            int end = text.indexOf("\n\n");
            byte[] body = Base64.getMimeDecoder().decode(text.substring(end + 2));
            List<String> lines = new ArrayList<>(text.substring(0, end).lines().toList());
            if (lines.remove("compressed: zlib")) {
                try (InputStream inflated = new InflaterInputStream(new ByteArrayInputStream(body))) {
                    body = inflated.readAllBytes();
                }
            }
            String file = path.getFileName().toString();
            return new AgeVector(file.substring(0, file.length() - SUFFIX.length()), lines, body);
        } catch (IOException e) {
            throw new UncheckedIOException(path.toString(), e);
        }
    }

    List<String> values(String key) {
        return lines.stream()
                .filter(line -> line.startsWith(key + ": "))
                .map(line -> line.substring(key.length() + 2))
                .collect(Collectors.toList());
    }

    String value(String key) {
        return values(key).get(0);
    }

    boolean armored() {
        return !values("armored").isEmpty();
    }

    boolean postQuantum() {
        return values("identity").stream().anyMatch(identity -> identity.startsWith("AGE-SECRET-KEY-PQ-1"));
    }

    /** Every decryptor that the vector's keys make: one for all identities, one for each passphrase. */
    List<AgeDecryptor> decryptors() {
        List<AgeDecryptor> decryptors = new ArrayList<>();
        List<AgeIdentity> identities =
                values("identity").stream().map(AgeIdentity::parse).toList();
        if (!identities.isEmpty()) {
            decryptors.add(AgeDecryptor.withIdentities(identities));
        }
        values("passphrase")
                .forEach(text -> decryptors.add(AgeDecryptor.withPassphrase(Passphrase.of(text.toCharArray()))));
        return decryptors;
    }

    @Override
    public String toString() {
        return name;
    }
}
