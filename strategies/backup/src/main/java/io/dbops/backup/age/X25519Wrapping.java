package io.dbops.backup.age;

import io.dbops.backup.age.AgeException.Failure;
import java.security.InvalidKeyException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The recipient type X25519: an ephemeral share per stanza, agreed with the recipient's point. */
final class X25519Wrapping {

    private static final String TYPE = "X25519";
    private static final String INFO = "age-encryption.org/v1/X25519";
    static final int BODY_LENGTH = Header.FILE_KEY_LENGTH + ChaChaPoly.TAG_LENGTH;

    private X25519Wrapping() {}

    static FileKeyWrapper wrapper(List<AgeRecipient> recipients) {
        return (fileKey, random) -> {
            List<Stanza> stanzas = new ArrayList<>(recipients.size());
            for (AgeRecipient recipient : recipients) {
                stanzas.add(wrap(fileKey, recipient, random));
            }
            return stanzas;
        };
    }

    static FileKeyUnwrapper unwrapper(List<AgeIdentity> identities) {
        return stanzas -> {
            for (Share share : shares(stanzas)) {
                for (AgeIdentity identity : identities) {
                    byte[] fileKey = unwrap(share, identity);
                    if (fileKey != null) {
                        return fileKey;
                    }
                }
            }
            return null;
        };
    }

    private record Share(byte[] point, byte[] body) {}

    private static Stanza wrap(byte[] fileKey, AgeRecipient recipient, SecureRandom random) {
        byte[] ephemeral = new byte[X25519.LENGTH];
        random.nextBytes(ephemeral);
        byte[] share = X25519.publicValue(ephemeral);
        byte[] point = recipient.point();
        try {
            byte[] wrapKey = wrapKey(X25519.agree(ephemeral, point), share, point);
            return new Stanza(TYPE, List.of(CanonicalBase64.encode(share)), ChaChaPoly.sealOnce(wrapKey, fileKey));
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("recipient of low order passed the check at its parsing", e);
        }
    }

    /** Checks every stanza of this type before any is tried, so that a malformed one is reported whoever reads. */
    private static List<Share> shares(List<Stanza> stanzas) throws AgeException {
        List<Share> shares = new ArrayList<>();
        for (int i = 0; i < stanzas.size(); i++) {
            Stanza stanza = stanzas.get(i);
            if (!stanza.type().equals(TYPE)) {
                continue;
            }
            byte[] point = stanza.arguments().size() == 1
                    ? CanonicalBase64.decode(stanza.arguments().get(0), X25519.LENGTH)
                    : null;
            if (point == null || stanza.body().length != BODY_LENGTH) {
                throw new AgeException(
                        Failure.HEADER,
                        "age header, stanza " + (i + 1) + " (X25519): expected one argument, a share of 32 bytes, and"
                                + " a body of " + BODY_LENGTH + " bytes, not " + stanza.body().length);
            }
            shares.add(new Share(point, stanza.body()));
        }
        return shares;
    }

    private static byte @Nullable [] unwrap(Share share, AgeIdentity identity) throws AgeException {
        byte[] shared;
        try {
            shared = X25519.agree(identity.scalar(), share.point());
        } catch (InvalidKeyException e) {
            throw new AgeException(
                    Failure.HEADER, "age header: the share of an X25519 stanza is a point of low order", e);
        }
        return ChaChaPoly.openOnce(
                wrapKey(shared, share.point(), identity.recipient().point()), share.body());
    }

    private static byte[] wrapKey(byte[] shared, byte[] share, byte[] recipient) {
        byte[] salt = new byte[share.length + recipient.length];
        System.arraycopy(share, 0, salt, 0, share.length);
        System.arraycopy(recipient, 0, salt, share.length, recipient.length);
        return Hkdf.derive(shared, salt, INFO);
    }
}
