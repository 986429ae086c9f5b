package io.dbops.migration.script;

import java.util.BitSet;

/** A set of characters; those outside ASCII belong to it all or not at all. Immutable. */
final class CharSet {

    static final CharSet LINE_ENDS = of("\n\r");
    static final CharSet BLANKS = of(" \t\n\r\f\u000B");
    static final CharSet NOT_BLANK = BLANKS.complement();
    static final CharSet DIGITS = of("0123456789");
    static final CharSet NOT_DIGIT = DIGITS.complement();

    /** What an identifier begins with; databases take every character outside ASCII for a letter. */
    static final CharSet WORD_STARTS =
            of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_").orNotAscii();

    static final CharSet WORD_PARTS = WORD_STARTS.or(DIGITS).or(of("$"));
    static final CharSet NOT_WORD_PART = WORD_PARTS.complement();

    private static final int ASCII = 128;

    private final BitSet members;
    private final boolean[] ascii = new boolean[ASCII];
    private final boolean others;

    private CharSet(BitSet members) {
        this.members = members;
        this.others = members.get(ASCII);
        for (int c = 0; c < ASCII; c++) {
            ascii[c] = members.get(c);
        }
    }

    static CharSet of(String characters) {
        BitSet members = new BitSet();
        characters.chars().forEach(members::set);
        return new CharSet(members);
    }

    /** Whether it is a member; {@link CharCursor#END} never is. */
    boolean contains(int c) {
        return c < ASCII ? c >= 0 && ascii[c] : others;
    }

    CharSet or(CharSet other) {
        BitSet all = (BitSet) members.clone();
        all.or(other.members);
        return new CharSet(all);
    }

    private CharSet orNotAscii() {
        BitSet all = (BitSet) members.clone();
        all.set(ASCII);
        return new CharSet(all);
    }

    private CharSet complement() {
        BitSet all = (BitSet) members.clone();
        all.flip(0, ASCII + 1);
        return new CharSet(all);
    }
}
