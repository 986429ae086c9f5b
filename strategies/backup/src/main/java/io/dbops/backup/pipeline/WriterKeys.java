package io.dbops.backup.pipeline;

import io.dbops.backup.BackupKeys;
import io.dbops.backup.sign.RawKey;
import io.dbops.backup.sign.SigningKey;
import io.dbops.backup.sign.TrustedWriters;
import io.dbops.backup.stream.ContentDigests;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import java.util.List;

/** The keys that a backup needs, all there and fitting. Immutable; prints no secret. */
public final class WriterKeys {

    private final BackupKeys keys;
    private final SigningKey signingKey;
    private final TrustedWriters trusted;

    private WriterKeys(BackupKeys keys, SigningKey signingKey, TrustedWriters trusted) {
        this.keys = keys;
        this.signingKey = signingKey;
        this.trusted = trusted;
    }

    /** A {@code KEY} error names what is missing. */
    public static WriterKeys of(BackupKeys keys) {
        SigningKey signing = SigningKey.parse(keys.signingKey()
                .orElseThrow(() -> missing("signing key", "every backup is signed"))
                .reveal());
        TrustedWriters trusted = TrustedWriters.of(keys.trustedWriters());
        if (!trusted.contains(signing.publicKey())) {
            throw missing("trusted writer " + signing.publicKey(), "this writer's own backups would not be believed");
        }
        if (!keys.recipients().isEmpty() && keys.repositoryKey().isEmpty()) {
            throw missing("repository key", "the digests of encrypted contents are keyed with it");
        }
        return new WriterKeys(keys, signing, trusted);
    }

    List<String> recipients() {
        return keys.recipients();
    }

    SigningKey signingKey() {
        return signingKey;
    }

    public TrustedWriters trusted() {
        return trusted;
    }

    ContentDigests digests(String repositoryId) {
        if (keys.recipients().isEmpty()) {
            return ContentDigests.plain();
        }
        byte[] key = RawKey.decode(
                "repository key", keys.repositoryKey().orElseThrow().reveal());
        return ContentDigests.derived(key, repositoryId);
    }

    private static DbOpsException missing(String key, String why) {
        return DbOpsException.of(ErrorCode.KEY, "a backup needs the " + key + ", because " + why)
                .hint("Generate the keys of a repository together and give them all to the writer.")
                .build();
    }
}
