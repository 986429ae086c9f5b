package io.dbops.migration.source;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A dotted version; {@code 1}, {@code 1.0} and {@code 01} are one. Immutable. */
public final class Version implements Comparable<Version> {

    private static final Pattern FORM = Pattern.compile("[0-9]+([._][0-9]+)*");

    private final List<BigInteger> parts;

    private Version(List<BigInteger> parts) {
        this.parts = parts;
    }

    /** Empty when the text is no version. */
    public static Optional<Version> parse(String text) {
        if (!FORM.matcher(text).matches()) {
            return Optional.empty();
        }
        List<BigInteger> parts = new ArrayList<>();
        for (String part : text.split("[._]")) {
            parts.add(new BigInteger(part));
        }
        while (parts.size() > 1 && parts.get(parts.size() - 1).signum() == 0) {
            parts.remove(parts.size() - 1);
        }
        return Optional.of(new Version(List.copyOf(parts)));
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
        return String.join(".", parts.stream().map(BigInteger::toString).toList());
    }
}
