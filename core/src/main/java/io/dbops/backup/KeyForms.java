package io.dbops.backup;

import io.dbops.value.Secret;
import java.util.Base64;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How keys look; whether an age key's checksum is right is found out by whoever uses it. No message quotes a secret. */
final class KeyForms {

    /** Bech32 (BIP 173) of 32 bytes and a checksum of six characters. */
    private static final Pattern RECIPIENT = Pattern.compile("age1[ac-hj-np-z02-9]{58}");

    private static final Pattern IDENTITY = Pattern.compile("AGE-SECRET-KEY-1[AC-HJ-NP-Z02-9]{58}");

    private static final int KEY_LENGTH = 32;

    private KeyForms() {}

    static String recipient(String recipient) {
        if (!RECIPIENT.matcher(recipient).matches()) {
            throw new IllegalArgumentException("not an age recipient; expected age1 and 58 characters more");
        }
        return recipient;
    }

    static Secret identity(Secret identity) {
        if (!IDENTITY.matcher(identity.reveal()).matches()) {
            throw new IllegalArgumentException("not an age identity; expected AGE-SECRET-KEY-1 and 58 characters more");
        }
        return identity;
    }

    static Secret key(String name, Secret key) {
        key(name, key.reveal());
        return key;
    }

    static String key(String name, String key) {
        byte @Nullable [] bytes = decode(Objects.requireNonNull(key, name));
        if (bytes == null
                || bytes.length != KEY_LENGTH
                || !Base64.getEncoder().encodeToString(bytes).equals(key)) {
            throw new IllegalArgumentException("not a " + name + "; expected 32 bytes in canonical base64");
        }
        return key;
    }

    private static byte @Nullable [] decode(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException quotesTheText) {
            return null;
        }
    }
}
