package io.dbops.migration.source;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A dotted version; {@code 1}, {@code 1.0} and {@code 01} are one. Immutable. */
public final class Version implements Comparable<Version> {

    private static final int DIGITS_OF_A_LONG = 18;

    private final List<BigInteger> parts;

    private Version(List<BigInteger> parts) {
        this.parts = parts;
    }

    /** Empty when the text is no version. */
    public static Optional<Version> parse(String text) {
        List<BigInteger> parts = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : '.';
            if (c >= '0' && c <= '9') {
                continue;
            }
            if ((c != '.' && c != '_') || i == start) {
                return Optional.empty();
            }
            parts.add(number(text.substring(start, i)));
            start = i + 1;
        }
        while (parts.size() > 1 && parts.get(parts.size() - 1).signum() == 0) {
            parts.remove(parts.size() - 1);
        }
        return Optional.of(new Version(List.copyOf(parts)));
    }

    private static BigInteger number(String digits) {
        return digits.length() <= DIGITS_OF_A_LONG
                ? BigInteger.valueOf(Long.parseLong(digits))
                : new BigInteger(digits);
    }

    @Override
    public int compareTo(Version other) {
        for (int i = 0; i < Math.max(parts.size(), other.parts.size()); i++) {
            int order = part(i).compareTo(other.part(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private BigInteger part(int index) {
        return index < parts.size() ? parts.get(index) : BigInteger.ZERO;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Version version && parts.equals(version.parts);
    }

    @Override
    public int hashCode() {
        return parts.hashCode();
    }

    /** Without leading zeros and trailing zero parts. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(parts.get(0).toString());
        parts.subList(1, parts.size()).forEach(part -> text.append('.').append(part));
        return text.toString();
    }
}
