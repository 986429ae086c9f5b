package io.dbops.migration.create;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.migration.CreateOptions;
import io.dbops.migration.source.Locations;
import io.dbops.spi.MigrationLocation;
import io.dbops.spi.MigrationSettings;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Writes the file of a new migration under an id that no other one there has. Thread-safe, also between processes. */
public final class NewMigration {

    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} _-]{0,99}");
    private static final DateTimeFormatter ID = DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT);
    private static final int MOST_TRIES = 10_000;

    private final MigrationSettings settings;
    private final Clock clock;
    private final AtomicReference<Instant> last = new AtomicReference<>(Instant.MIN);

    public NewMigration(MigrationSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** The file, see {@link io.dbops.migration.Migrations#create(String, CreateOptions)}. */
    public Path create(String name, CreateOptions options) {
        if (!NAME.matcher(name).matches()) {
            throw DbOpsException.of(
                            ErrorCode.CONFIGURATION,
                            "a migration's name is 1 to 100 letters, digits, blanks, '_' and '-' and begins with a letter or"
                                    + " digit; '" + name + "' is not")
                    .hint("Call it like 'create users'.")
                    .build();
        }
        Path directory = directory(options);
        try {
            Files.createDirectories(directory);
            for (int i = 0; i < MOST_TRIES; i++) {
                Optional<Path> file = tryCreate(directory, nextId(), name.strip(), options);
                if (file.isPresent()) {
                    return file.get();
                }
            }
            throw failed(directory, MOST_TRIES + " ids from now on are taken", null);
        } catch (IOException e) {
            throw failed(directory, String.valueOf(e.getMessage()), e);
        }
    }

    private Path directory(CreateOptions options) {
        Path chosen = options.directory().orElseGet(this::onlyDirectory);
        return options.isJava() ? chosen.resolve(options.packageName().replace('.', '/')) : chosen;
    }

    private Path onlyDirectory() {
        List<MigrationLocation> directories = settings.locations().stream()
                .filter(location -> location.kind() == MigrationLocation.Kind.DIRECTORY)
                .toList();
        if (directories.size() != 1) {
            throw DbOpsException.of(
                            ErrorCode.CONFIGURATION,
                            "create(...) was not told where to, and the builder knows " + directories.size()
                                    + " directories of migrations")
                    .hint("Say it: CreateOptions.sql().in(Path.of(\"src/main/resources/db/migration\")).")
                    .build();
        }
        return Path.of(directories.get(0).folder());
    }

    /** Later than every id that this instance gave. */
    private String nextId() {
        Instant now = Instant.ofEpochSecond(clock.instant().getEpochSecond());
        Instant next = last.updateAndGet(before -> now.isAfter(before) ? now : before.plusSeconds(1));
        return ID.format(next.atOffset(ZoneOffset.UTC));
    }

    /**
     * The file, or empty when the id is taken. A hidden file of the id's name keeps others out until the migration stands under its
     * own name, complete from its first moment.
     */
    private static Optional<Path> tryCreate(Path directory, String id, String name, CreateOptions options)
            throws IOException {
        MigrationTemplate template = new MigrationTemplate(id, name, options);
        Path reserved = directory.resolve("." + id + ".new");
        try {
            Files.writeString(reserved, template.text(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException e) {
            return Optional.empty();
        }
        try {
            if (isTaken(directory, id)) {
                return Optional.empty();
            }
            return Optional.of(Files.move(reserved, directory.resolve(template.fileName())));
        } finally {
            Files.deleteIfExists(reserved);
        }
    }

    private static boolean isTaken(Path directory, String id) throws IOException {
        return Locations.fileNames(directory).stream()
                .anyMatch(
                        file -> file.startsWith(id) || (file.startsWith(id, 1) && "MVU".indexOf(file.charAt(0)) >= 0));
    }

    private static DbOpsException failed(Path directory, String why, @Nullable IOException cause) {
        return DbOpsException.of(ErrorCode.CONFIGURATION, "no migration could be created in " + directory + ": " + why)
                .hint("Check that the directory can be written.")
                .cause(cause)
                .build();
    }
}
