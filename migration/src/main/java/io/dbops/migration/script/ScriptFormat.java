package io.dbops.migration.script;

/**
 * How a script is to be read, besides its database's lexicon.
 *
 * @param part which of its statements are wanted
 * @param placeholders what stands for other text in it
 */
public record ScriptFormat(Part part, Placeholders placeholders) {

    /** Taken as it is. */
    public static final ScriptFormat PLAIN = new ScriptFormat(Part.WHOLE, Placeholders.OFF);

    /** Statements of a script. */
    public enum Part {
        /** All of them; lines {@code -- UP} and {@code -- DOWN} are comments. */
        WHOLE,
        /** What is to be applied, of a script that {@code -- UP} and {@code -- DOWN} may divide. */
        UP,
        /** What takes that back. */
        DOWN
    }

    /** Whether {@code -- UP} and {@code -- DOWN} lines divide it. */
    public boolean sectioned() {
        return part != Part.WHOLE;
    }

    /** The same script's other section. */
    public ScriptFormat down() {
        return new ScriptFormat(Part.DOWN, placeholders);
    }
}
