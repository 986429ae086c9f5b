package io.dbops.postgresql.clean;

/**
 * A row of pg_depend, columns left out.
 *
 * @param type {@code n}ormal, {@code a}uto, {@code i}nternal, {@code P}/{@code S} of partitions, {@code e}xtension, {@code x}
 * @param part whether the user is a part of the used and dropped with it
 */
record Dependency(ObjectId user, ObjectId used, char type, boolean part) {

    /** The smaller, the closer a part is to its whole: an index of a partition is the partition's, not the parent index's. */
    int distance() {
        return switch (type) {
            case 'i' -> 0;
            case 'e' -> 1;
            case 'S' -> 2;
            case 'a' -> 3;
            default -> 4;
        };
    }
}
