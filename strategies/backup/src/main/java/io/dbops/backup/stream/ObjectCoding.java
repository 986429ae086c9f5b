package io.dbops.backup.stream;

import io.dbops.backup.BackupKeys;
import io.dbops.backup.Compression;
import io.dbops.backup.age.AgeDecryptor;
import io.dbops.backup.age.AgeEncryptor;
import io.dbops.backup.age.AgeIdentity;
import io.dbops.backup.age.AgeRecipient;
import io.dbops.backup.codec.CodecException;
import io.dbops.backup.codec.CompressionCodec;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How the objects of one backup are coded: compressed, then encrypted, each or neither. Immutable, thread-safe. */
public final class ObjectCoding {

    private final CompressionCodec codec;
    private final boolean encrypted;
    private final @Nullable AgeEncryptor encryptor;
    private final @Nullable AgeDecryptor decryptor;

    private ObjectCoding(
            CompressionCodec codec,
            boolean encrypted,
            @Nullable AgeEncryptor encryptor,
            @Nullable AgeDecryptor decryptor) {
        this.codec = codec;
        this.encrypted = encrypted;
        this.encryptor = encryptor;
        this.decryptor = decryptor;
    }

    /** For a writer: to these recipients, or without encryption when there are none. */
    public static ObjectCoding writing(Compression compression, List<String> recipients, SecureRandom random) {
        return writing(compression, recipients, List.of(), random);
    }

    /** The same, and what is encrypted is so to the others too. */
    public static ObjectCoding writing(
            Compression compression, List<String> recipients, List<AgeRecipient> others, SecureRandom random) {
        CompressionCodec codec = available(compression);
        if (recipients.isEmpty()) {
            return new ObjectCoding(codec, false, null, null);
        }
        try {
            List<AgeRecipient> parsed = Stream.concat(recipients.stream().map(AgeRecipient::parse), others.stream())
                    .distinct()
                    .toList();
            return new ObjectCoding(codec, true, AgeEncryptor.toRecipients(parsed, random), null);
        } catch (IllegalArgumentException e) {
            throw keyFault(e);
        }
    }

    /** For a reader of contents; an encrypted backup needs an identity, else a {@code KEY} error says so. */
    public static ObjectCoding reading(Compression compression, boolean encrypted, BackupKeys keys) {
        CompressionCodec codec = available(compression);
        if (!encrypted) {
            return new ObjectCoding(codec, false, null, null);
        }
        if (keys.identities().isEmpty()) {
            throw DbOpsException.of(ErrorCode.KEY, "the backup is encrypted and no age identity was given")
                    .hint("Add the identity of one of its recipients to the keys; it stands in the key file.")
                    .build();
        }
        try {
            List<AgeIdentity> identities = keys.identities().stream()
                    .map(identity -> AgeIdentity.parse(identity.reveal()))
                    .toList();
            return new ObjectCoding(codec, true, null, AgeDecryptor.withIdentities(identities));
        } catch (IllegalArgumentException e) {
            throw keyFault(e);
        }
    }

    public boolean encrypted() {
        return encrypted;
    }

    /** The suffix of an object's name: {@code .zst.age} and the like. */
    public String suffix(boolean compressed) {
        return (compressed ? codec.suffix() : "") + (encrypted ? ".age" : "");
    }

    /** Takes plain bytes; closing completes the object and closes {@code sink}. */
    OutputStream encode(OutputStream sink, boolean compressed) throws IOException {
        OutputStream out = encryptor == null ? sink : encryptor.encrypt(sink);
        return compressed ? codec.compress(out) : out;
    }

    /** Yields plain bytes; closing closes {@code source}. */
    public InputStream decode(InputStream source, boolean compressed) throws IOException {
        InputStream in = decryptor == null ? source : decryptor.decrypt(source);
        return compressed ? codec.decompress(in) : in;
    }

    private static CompressionCodec available(Compression compression) {
        CompressionCodec codec = CompressionCodec.of(compression);
        try {
            codec.checkAvailable();
            return codec;
        } catch (CodecException e) {
            throw DbOpsException.of(ErrorCode.UNSUPPORTED, String.valueOf(e.getMessage()))
                    .hint(e.failure().hint())
                    .cause(e)
                    .build();
        }
    }

    private static DbOpsException keyFault(IllegalArgumentException cause) {
        return DbOpsException.of(ErrorCode.KEY, String.valueOf(cause.getMessage()))
                .cause(cause)
                .build();
    }
}
