package io.dbops.backup.age;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Locale;

/**
 * Bech32 (BIP 173) without its length limit, as age uses it: human-readable part, the digit 1, data in groups of five
 * bits, six characters of checksum. No message quotes the text, which may be a secret.
 */
final class Bech32 {

    private static final String ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    private static final int CHECKSUM_LENGTH = 6;
    private static final int[] GENERATOR = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};

    private Bech32() {}

    /** @param prefix as written, upper or lower case */
    record Decoded(String prefix, byte[] data) {}

    /** Encodes in lower case. */
    static String encode(String prefix, byte[] data) {
        byte[] groups = regroup(data, 8, 5, true);
        int checksum = polymod(expand(prefix), groups, new byte[CHECKSUM_LENGTH]) ^ 1;
        StringBuilder text = new StringBuilder(prefix.length() + 1 + groups.length + CHECKSUM_LENGTH);
        text.append(prefix).append('1');
        for (byte group : groups) {
            text.append(ALPHABET.charAt(group));
        }
        for (int i = 0; i < CHECKSUM_LENGTH; i++) {
            text.append(ALPHABET.charAt((checksum >>> 5 * (CHECKSUM_LENGTH - 1 - i)) & 31));
        }
        return text.toString();
    }

    /** @throws IllegalArgumentException saying which rule the text breaks, without quoting it */
    static Decoded decode(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (!text.equals(lower) && !text.equals(text.toUpperCase(Locale.ROOT))) {
            throw new IllegalArgumentException("mixes upper and lower case");
        }
        int separator = lower.lastIndexOf('1');
        if (separator < 1 || lower.length() - separator - 1 < CHECKSUM_LENGTH) {
            throw new IllegalArgumentException("is too short or lacks the separator '1'");
        }
        for (int i = 0; i < separator; i++) {
            if (lower.charAt(i) < 33 || lower.charAt(i) > 126) {
                throw new IllegalArgumentException("has a character outside of printable ASCII at index " + i);
            }
        }
        byte[] groups = groups(lower, separator + 1);
        if (polymod(expand(lower.substring(0, separator)), groups) != 1) {
            throw new IllegalArgumentException("has a wrong checksum: a character was mistyped or lost");
        }
        byte[] payload = Arrays.copyOf(groups, groups.length - CHECKSUM_LENGTH);
        return new Decoded(text.substring(0, separator), regroup(payload, 5, 8, false));
    }

    private static byte[] groups(String lower, int from) {
        byte[] groups = new byte[lower.length() - from];
        for (int i = 0; i < groups.length; i++) {
            int value = ALPHABET.indexOf(lower.charAt(from + i));
            if (value < 0) {
                throw new IllegalArgumentException("has a character that Bech32 does not know at index " + (from + i));
            }
            groups[i] = (byte) value;
        }
        return groups;
    }

    private static byte[] expand(String prefix) {
        byte[] expanded = new byte[2 * prefix.length() + 1];
        for (int i = 0; i < prefix.length(); i++) {
            expanded[i] = (byte) (prefix.charAt(i) >>> 5);
            expanded[prefix.length() + 1 + i] = (byte) (prefix.charAt(i) & 31);
        }
        return expanded;
    }

    private static int polymod(byte[]... parts) {
        int checksum = 1;
        for (byte[] part : parts) {
            for (byte value : part) {
                int top = checksum >>> 25;
                checksum = (checksum & 0x1ffffff) << 5 ^ value;
                for (int i = 0; i < GENERATOR.length; i++) {
                    checksum ^= (top >>> i & 1) == 0 ? 0 : GENERATOR[i];
                }
            }
        }
        return checksum;
    }

    private static byte[] regroup(byte[] data, int fromBits, int toBits, boolean pad) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(data.length * fromBits / toBits + 1);
        int accumulator = 0;
        int bits = 0;
        for (byte value : data) {
            accumulator = (accumulator << fromBits | value & (1 << fromBits) - 1) & 0xfff;
            bits += fromBits;
            while (bits >= toBits) {
                bits -= toBits;
                out.write(accumulator >>> bits & (1 << toBits) - 1);
            }
        }
        int rest = accumulator & (1 << bits) - 1;
        if (pad && bits > 0) {
            out.write(rest << toBits - bits & (1 << toBits) - 1);
        } else if (!pad && (bits >= fromBits || rest != 0)) {
            throw new IllegalArgumentException("ends in padding bits that are not zero");
        }
        return out.toByteArray();
    }
}
