package io.dbops.backup.pipeline;

import io.dbops.backup.BackupKeys;
import io.dbops.backup.age.AgeIdentity;
import io.dbops.backup.sign.DerivedKey;
import io.dbops.backup.sign.RawKey;
import io.dbops.backup.sign.SigningKey;
import io.dbops.backup.sign.TrustedWriters;
import io.dbops.backup.stream.ContentDigests;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.value.Secret;
import java.util.List;
import java.util.Optional;

/** The keys that a backup needs, all there and fitting. Immutable; prints no secret. */
public final class WriterKeys {

    private static final String CONTENTS = "dbops contents identity v1";

    private final BackupKeys keys;
    private final SigningKey signingKey;
    private final TrustedWriters trusted;

    private WriterKeys(BackupKeys keys, SigningKey signingKey, TrustedWriters trusted) {
        this.keys = keys;
        this.signingKey = signingKey;
        this.trusted = trusted;
    }

    /** What signs, and is trusted to; a {@code KEY} error names what is missing. */
    public static SigningKey signer(BackupKeys keys) {
        SigningKey signing = SigningKey.parse(keys.signingKey()
                .orElseThrow(() -> missing("signing key", "all that it writes is signed"))
                .reveal());
        if (!TrustedWriters.of(keys.trustedWriters()).contains(signing.publicKey())) {
            throw missing("trusted writer " + signing.publicKey(), "what this writer signs would not be believed");
        }
        return signing;
    }

    /** A {@code KEY} error names what is missing. */
    public static WriterKeys of(BackupKeys keys) {
        SigningKey signing = signer(keys);
        TrustedWriters trusted = TrustedWriters.of(keys.trustedWriters());
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
        return ContentDigests.derived(repositoryKey(), repositoryId);
    }

    /**
     * Opens the contents of backups, and no rows: what a writer compares with stands there. Empty where nothing is encrypted.
     */
    Optional<AgeIdentity> contents(String repositoryId) {
        return keys.recipients().isEmpty()
                ? Optional.empty()
                : Optional.of(AgeIdentity.of(DerivedKey.of(repositoryKey(), CONTENTS, repositoryId)));
    }

    /** What opens the contents of this repository's backups. */
    BackupKeys ofContents(String repositoryId) {
        BackupKeys.Builder builder = BackupKeys.builder();
        contents(repositoryId).ifPresent(identity -> builder.identity(Secret.of(identity.encoded())));
        return builder.build();
    }

    private byte[] repositoryKey() {
        return RawKey.decode(
                "repository key", keys.repositoryKey().orElseThrow().reveal());
    }

    private static DbOpsException missing(String key, String why) {
        return DbOpsException.of(ErrorCode.KEY, "the writer needs the " + key + ", because " + why)
                .hint("Generate the keys of a repository together and give them all to the writer.")
                .build();
    }
}
