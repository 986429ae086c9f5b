package io.dbops.migration.script;

/** What follows a program's head, and whether it holds the semicolons that it meets. Used by one thread, for one statement. */
interface ProgramBody {

    /** Neither holds anything nor looks for anything. */
    ProgramBody NONE = new ProgramBody() {
        @Override
        public boolean wantsWords() {
            return false;
        }
    };

    /** Whether it looks for words. */
    default boolean wantsWords() {
        return true;
    }

    /** Whether a semicolon here ends nothing. */
    default boolean holds() {
        return false;
    }

    /** What a person would look for when the script ended here. */
    default String open() {
        return "";
    }

    /** A word outside quotes, in upper case; not one that a dot or an at sign makes part of a name. */
    default void word(String word) {}

    /** A character that is neither blank nor part of a word, or a quoted run, given as its first character. */
    default void symbol(char c) {}

    /** A semicolon that was held. */
    default void semicolon() {}
}
