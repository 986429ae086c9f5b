package io.dbops.backup.key;

import io.dbops.backup.BackupKeys;
import io.dbops.backup.age.AgeIdentity;
import io.dbops.value.Secret;
import java.security.SecureRandom;
import java.util.Base64;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** Makes the keys of a new repository. */
public final class KeyGenerator {

    private static final int REPOSITORY_KEY_LENGTH = 32;

    private KeyGenerator() {}

    /**
     * A complete set: an age identity and its recipient, a signing key that is its own trusted writer, and a repository
     * key. Store it with {@link KeyFile#write}; {@link #withoutIdentities} is what an application that only writes
     * backups should hold.
     */
    public static BackupKeys generate(SecureRandom random) {
        AgeIdentity identity = AgeIdentity.generate(random);
        byte[] seed = new byte[Ed25519.SECRET_KEY_SIZE];
        byte[] repositoryKey = new byte[REPOSITORY_KEY_LENGTH];
        random.nextBytes(seed);
        random.nextBytes(repositoryKey);
        byte[] publicKey = new byte[Ed25519.PUBLIC_KEY_SIZE];
        Ed25519.generatePublicKey(seed, 0, publicKey, 0);
        return BackupKeys.builder()
                .recipient(identity.recipient().encoded())
                .identity(Secret.of(identity.encoded()))
                .signingKey(Secret.of(base64(seed)))
                .repositoryKey(Secret.of(base64(repositoryKey)))
                .trustedWriter(base64(publicKey))
                .build();
    }

    /** The same keys without the ability to open a backup. */
    public static BackupKeys withoutIdentities(BackupKeys keys) {
        BackupKeys.Builder builder = BackupKeys.builder();
        keys.recipients().forEach(builder::recipient);
        keys.signingKey().ifPresent(builder::signingKey);
        keys.repositoryKey().ifPresent(builder::repositoryKey);
        keys.trustedWriters().forEach(builder::trustedWriter);
        return builder.build();
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
