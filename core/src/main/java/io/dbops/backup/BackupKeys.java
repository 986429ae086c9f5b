package io.dbops.backup;

import io.dbops.option.OnceOnly;
import io.dbops.value.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a repository that one application holds. A writer needs the recipients, the signing key and the repository key;
 * a reader of contents needs an identity; everyone needs the trusted writers. Immutable; prints no secret.
 */
public final class BackupKeys {

    private final List<String> recipients;
    private final List<Secret> identities;
    private final @Nullable Secret signingKey;
    private final @Nullable Secret repositoryKey;
    private final List<String> trustedWriters;

    private BackupKeys(Builder builder) {
        this.recipients = List.copyOf(builder.recipients);
        this.identities = List.copyOf(builder.identities);
        this.signingKey = builder.signingKey;
        this.repositoryKey = builder.repositoryKey;
        this.trustedWriters = List.copyOf(builder.trustedWriters);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** age recipients, {@code age1...}; empty for backups that are not encrypted. */
    public List<String> recipients() {
        return recipients;
    }

    /** age identities, {@code AGE-SECRET-KEY-1...}; needed only to restore, drill or verify fully. */
    public List<Secret> identities() {
        return identities;
    }

    /** The writer's Ed25519 private key: 32 bytes, base64. */
    public Optional<Secret> signingKey() {
        return Optional.ofNullable(signingKey);
    }

    /** Keys the digests of contents and the manifest's inner part: 32 bytes, base64. */
    public Optional<Secret> repositoryKey() {
        return Optional.ofNullable(repositoryKey);
    }

    /** Ed25519 public keys whose manifests are believed: 32 bytes each, base64. */
    public List<String> trustedWriters() {
        return trustedWriters;
    }

    @Override
    public String toString() {
        return "BackupKeys[recipients=" + recipients + ", identities=" + identities.size() + ", signingKey="
                + (signingKey == null ? "absent" : "present") + ", repositoryKey="
                + (repositoryKey == null ? "absent" : "present") + ", trustedWriters=" + trustedWriters + "]";
    }

    /** A builder with these keys: recipients, identities and trusted writers add to them, other keys may be replaced once. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** Collects keys and refuses what cannot be one; used by one thread. */
    public static final class Builder {
        private final OnceOnly once = new OnceOnly();
        private final List<String> recipients = new ArrayList<>();
        private final List<Secret> identities = new ArrayList<>();
        private @Nullable Secret signingKey;
        private @Nullable Secret repositoryKey;
        private final List<String> trustedWriters = new ArrayList<>();

        private Builder() {}

        private Builder(BackupKeys keys) {
            this.recipients.addAll(keys.recipients);
            this.identities.addAll(keys.identities);
            this.signingKey = keys.signingKey;
            this.repositoryKey = keys.repositoryKey;
            this.trustedWriters.addAll(keys.trustedWriters);
        }

        public Builder recipient(String recipient) {
            recipients.add(KeyForms.recipient(recipient));
            return this;
        }

        public Builder identity(Secret identity) {
            identities.add(KeyForms.identity(identity));
            return this;
        }

        public Builder signingKey(Secret key) {
            this.signingKey = once.set("signingKey", KeyForms.key("signing key", key));
            return this;
        }

        public Builder repositoryKey(Secret key) {
            this.repositoryKey = once.set("repositoryKey", KeyForms.key("repository key", key));
            return this;
        }

        public Builder trustedWriter(String publicKey) {
            trustedWriters.add(KeyForms.key("trusted writer", publicKey));
            return this;
        }

        public BackupKeys build() {
            return new BackupKeys(this);
        }
    }
}
