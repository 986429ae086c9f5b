package io.dbops.migration.script;

/**
 * How a script is to be read, besides its database's lexicon.
 *
 * @param sectioned whether {@code -- UP} and {@code -- DOWN} lines divide it
 * @param placeholders what stands for other text in it
 */
public record ScriptFormat(boolean sectioned, Placeholders placeholders) {

    /** Taken as it is. */
    public static final ScriptFormat PLAIN = new ScriptFormat(false, Placeholders.OFF);
}
