package io.dbops.migration.source;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.migration.JavaMigration;
import io.dbops.migration.script.Digests;
import io.dbops.spi.MigrationSource;
import io.dbops.spi.ScriptResource;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns what sources give into migrations: by file name, header and digest; statements are not read. */
public final class MigrationResolver {

    private static final int HEADER_BYTES = 16 * 1024;

    private MigrationResolver() {}

    /** All migrations, in no order. A file that ends in {@code .sql} and follows no naming rule is an error. */
    public static List<ResolvedMigration> resolve(List<MigrationSource> sources) {
        List<ResolvedMigration> found = new ArrayList<>();
        for (MigrationSource source : sources) {
            for (ScriptResource script : source.scripts()) {
                script(script).ifPresent(found::add);
            }
            for (JavaMigration java : source.javaMigrations()) {
                found.add(java(java));
            }
        }
        return found;
    }

    private static Optional<ResolvedMigration> script(ScriptResource script) {
        if (!script.name().endsWith(".sql")) {
            return Optional.empty();
        }
        MigrationName name = MigrationName.parse(script.name()).orElseThrow(() -> misnamed(script));
        if (name.form() == MigrationName.Form.FLYWAY_UNDO) {
            return Optional.empty();
        }
        boolean own = name.form() == MigrationName.Form.NATIVE;
        try {
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            String digest = digest(script, head);
            ScriptHeader header =
                    ScriptHeader.read(script.name(), text(head), own ? ScriptHeader.ALL : ScriptHeader.ANYWHERE);
            return Optional.of(ResolvedMigration.of(name, header, script, digest));
        } catch (IOException e) {
            throw DbOpsException.of(ErrorCode.MIGRATION_INVALID, "cannot read " + script.location())
                    .hint("Check that the file is there and readable.")
                    .cause(e)
                    .build();
        }
    }

    private static ResolvedMigration java(JavaMigration java) {
        String id = java.id();
        if (id.isBlank() || id.length() > 200) {
            throw DbOpsException.of(
                            ErrorCode.MIGRATION_INVALID,
                            java.getClass().getName() + ": an id has 1 to 200 characters, not '" + id + "'")
                    .hint("Give the Java migration an id.")
                    .build();
        }
        return ResolvedMigration.of(java, Digests.ofAll("java", java.fingerprint()));
    }

    private static String digest(ScriptResource script, ByteArrayOutputStream head) throws IOException {
        MessageDigest digest = Digests.sha256();
        byte[] buffer = new byte[HEADER_BYTES];
        try (InputStream bytes = script.open()) {
            for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
                digest.update(buffer, 0, read);
                head.write(buffer, 0, Math.min(read, HEADER_BYTES - head.size()));
            }
        }
        return Digests.hex(digest.digest());
    }

    private static BufferedReader text(ByteArrayOutputStream head) {
        byte[] bytes = head.toByteArray();
        boolean mark =
                bytes.length >= 3 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF;
        int start = mark ? 3 : 0;
        ByteArrayInputStream rest = new ByteArrayInputStream(bytes, start, bytes.length - start);
        return new BufferedReader(new InputStreamReader(rest, StandardCharsets.UTF_8));
    }

    private static DbOpsException misnamed(ScriptResource script) {
        return DbOpsException.of(
                        ErrorCode.MIGRATION_INVALID,
                        "the file name " + script.name() + " says neither a version nor a repeatable migration")
                .with("location", script.location())
                .hint("Name it like 20261122093000_create_users.sql, V1__create_users.sql or R__views.sql,"
                        + " or move it out of the folder.")
                .build();
    }
}
