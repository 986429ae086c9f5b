package io.dbops.backup.key;

import io.dbops.backup.BackupKeys;
import io.dbops.backup.age.AgeIdentity;
import io.dbops.backup.age.AgeRecipient;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.value.Secret;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The text form of keys: what is a comment to age carries the keys that are not age's. */
final class KeyFileText {

    private static final String FIRST_LINE = "# dbops-keys 1";
    private static final String RECIPIENT = "# recipient: ";
    private static final String SIGNING_KEY = "# signing-key: ";
    private static final String REPOSITORY_KEY = "# repository-key: ";
    private static final String TRUSTED_WRITER = "# trusted-writer: ";
    private static final String IDENTITY = "AGE-SECRET-KEY-1";
    private static final int KEY_LENGTH = 32;

    private final String name;
    private final BackupKeys.Builder keys = BackupKeys.builder();
    private boolean signingKeySeen;
    private boolean repositoryKeySeen;

    private KeyFileText(String name) {
        this.name = name;
    }

    static String format(BackupKeys keys) {
        StringBuilder text = new StringBuilder(FIRST_LINE).append('\n');
        keys.recipients().forEach(key -> line(text, RECIPIENT, key));
        keys.signingKey().ifPresent(key -> line(text, SIGNING_KEY, key.reveal()));
        keys.repositoryKey().ifPresent(key -> line(text, REPOSITORY_KEY, key.reveal()));
        keys.trustedWriters().forEach(key -> line(text, TRUSTED_WRITER, key));
        keys.identities().forEach(key -> line(text, "", key.reveal()));
        return text.toString();
    }

    private static void line(StringBuilder text, String label, String key) {
        text.append(label).append(key).append('\n');
    }

    /** @param name says in an error what the text is */
    static BackupKeys parse(String text, String name) {
        KeyFileText reader = new KeyFileText(name);
        List<String> lines = List.of(text.split("\n", -1));
        if (!lines.get(0).equals(FIRST_LINE)) {
            throw reader.wrong(1, "expected '" + FIRST_LINE + "'", null);
        }
        for (int i = 1; i < lines.size(); i++) {
            reader.read(i + 1, lines.get(i));
        }
        return reader.keys.build();
    }

    private void read(int number, String line) {
        try {
            if (line.startsWith(RECIPIENT)) {
                keys.recipient(
                        AgeRecipient.parse(line.substring(RECIPIENT.length())).encoded());
            } else if (line.startsWith(TRUSTED_WRITER)) {
                keys.trustedWriter(key(line.substring(TRUSTED_WRITER.length())));
            } else if (line.startsWith(IDENTITY)) {
                keys.identity(Secret.of(AgeIdentity.parse(line).encoded()));
            } else if (line.startsWith(SIGNING_KEY) && !signingKeySeen) {
                signingKeySeen = true;
                keys.signingKey(Secret.of(key(line.substring(SIGNING_KEY.length()))));
            } else if (line.startsWith(REPOSITORY_KEY) && !repositoryKeySeen) {
                repositoryKeySeen = true;
                keys.repositoryKey(Secret.of(key(line.substring(REPOSITORY_KEY.length()))));
            } else if (!line.isBlank() && !line.startsWith("##")) {
                throw wrong(number, "is not a line of a key file, or repeats a key that may occur once", null);
            }
        } catch (IllegalArgumentException e) {
            throw wrong(number, "holds no key of its kind: " + e.getMessage(), e);
        }
    }

    private static String key(String base64) {
        byte @Nullable [] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException quotesTheText) {
            bytes = null;
        }
        if (bytes == null
                || bytes.length != KEY_LENGTH
                || !Base64.getEncoder().encodeToString(bytes).equals(base64)) {
            throw new IllegalArgumentException("expected 32 bytes in canonical base64");
        }
        return base64;
    }

    private DbOpsException wrong(int number, String what, @Nullable Throwable cause) {
        return DbOpsException.of(ErrorCode.KEY, name + ", line " + number + ": " + what)
                .hint("Restore the file as it was generated; comments of your own begin with '##'.")
                .cause(cause)
                .build();
    }
}
