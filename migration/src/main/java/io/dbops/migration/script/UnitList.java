package io.dbops.migration.script;

import io.dbops.migration.script.StatementUnit.Kind;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.Map;
import java.util.RandomAccess;
import java.util.stream.IntStream;

/** The units of one script, nine bytes each beside the digests of its statements. Used by one thread until it is complete. */
final class UnitList extends AbstractList<StatementUnit> implements RandomAccess {

    private static final Kind[] KINDS = Kind.values();

    private final DigestList digests;
    private final Map<Integer, String> appliedDigests;
    private final Map<Integer, String> dataDigests;
    private int[] ends = new int[16];
    private int[] lines = new int[16];
    private byte[] kinds = new byte[16];
    private int size;

    /**
     * @param digests of the statements as they are written
     * @param appliedDigests of those that run otherwise, by the number of the statement, from 1
     * @param dataDigests of the data of those that have any, by the same number
     */
    UnitList(DigestList digests, Map<Integer, String> appliedDigests, Map<Integer, String> dataDigests) {
        this.digests = digests;
        this.appliedDigests = appliedDigests;
        this.dataDigests = dataDigests;
    }

    /** Adds what was read since the last unit as the next one. */
    void add(int line, Kind kind) {
        if (size == ends.length) {
            ends = Arrays.copyOf(ends, 2 * size);
            lines = Arrays.copyOf(lines, 2 * size);
            kinds = Arrays.copyOf(kinds, 2 * size);
        }
        ends[size] = digests.size();
        lines[size] = line;
        kinds[size] = (byte) kind.ordinal();
        size++;
    }

    /** Whether all are of that kind. */
    boolean areAll(Kind kind) {
        for (int i = 0; i < size; i++) {
            if (kinds[i] != kind.ordinal()) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public StatementUnit get(int index) {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException("unit " + index + " of " + size);
        }
        int first = index == 0 ? 0 : ends[index - 1];
        int statements = ends[index] - first;
        String digest = statements == 1
                ? digest(first)
                : Digests.ofAll(IntStream.range(first, ends[index])
                        .mapToObj(this::digest)
                        .toArray(String[]::new));
        return new StatementUnit(first, statements, lines[index], digest, KINDS[kinds[index]]);
    }

    private String digest(int statement) {
        String changed = appliedDigests.get(statement + 1);
        String own = changed == null ? digests.get(statement) : changed;
        String data = dataDigests.get(statement + 1);
        return data == null ? own : Digests.ofAll(own, data);
    }
}
