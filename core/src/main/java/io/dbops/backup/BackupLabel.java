package io.dbops.backup;

import java.util.regex.Pattern;

/**
 * The name of a backup: UTC time to the second, type letter and a random tail, such as {@code 20261122T093000Z-F-3k9x}. Labels
 * sort by time.
 *
 * @param value the whole label
 */
public record BackupLabel(String value) implements Comparable<BackupLabel> {

    private static final Pattern FORM = Pattern.compile("\\d{8}T\\d{6}Z-[A-Z]-[a-z0-9]{4,16}");

    public BackupLabel {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a backup label (expected like 20261122T093000Z-F-3k9x): " + value);
        }
    }

    public static BackupLabel of(String value) {
        return new BackupLabel(value);
    }

    @Override
    public int compareTo(BackupLabel other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
