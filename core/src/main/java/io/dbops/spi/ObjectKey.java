package io.dbops.spi;

import java.util.regex.Pattern;

/**
 * The key of an object in a {@link BackupStore}: segments of {@code A-Z a-z 0-9 . _ - % =} joined by {@code /}, none of them
 * {@code .} or {@code ..}, at most 1,000 characters. So a key can be a relative path on any file system and a key of any
 * object store, and cannot leave either.
 *
 * @param value the whole key
 */
public record ObjectKey(String value) implements Comparable<ObjectKey> {

    private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9._%=-]{1,255}");
    private static final int MAX_LENGTH = 1000;

    public ObjectKey {
        if (value.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("an object key has at most " + MAX_LENGTH + " characters, not "
                    + value.length() + ": " + value.substring(0, 60) + "...");
        }
        for (String segment : value.split("/", -1)) {
            if (!SEGMENT.matcher(segment).matches() || segment.equals(".") || segment.equals("..")) {
                throw new IllegalArgumentException(
                        "not an object key, because of its segment '" + segment + "': " + value);
            }
        }
    }

    public static ObjectKey of(String value) {
        return new ObjectKey(value);
    }

    @Override
    public int compareTo(ObjectKey other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
