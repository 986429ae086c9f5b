package io.dbops.migration;

/**
 * When a callback is called. A run that has nothing to do calls none, and neither {@link Migrations#markApplied} nor
 * {@link Migrations#repair} ever does.
 */
public enum CallbackMoment {
    /** The lock is held and something is to be applied. */
    BEFORE_MIGRATE("beforeMigrate"),
    /** Before every migration that is applied; the session's settings that it changes hold for that migration. */
    BEFORE_EACH_MIGRATE("beforeEachMigrate"),
    /** After every migration that was applied. */
    AFTER_EACH_MIGRATE("afterEachMigrate"),
    /** Everything was applied. What was not called because a run failed or died is called by the next one. */
    AFTER_MIGRATE("afterMigrate"),
    /** The lock is held and something is to be taken back. */
    BEFORE_UNDO("beforeUndo"),
    /** Before every migration that is taken back; the session's settings that it changes hold for that migration. */
    BEFORE_EACH_UNDO("beforeEachUndo"),
    /** After every migration that was taken back. */
    AFTER_EACH_UNDO("afterEachUndo"),
    /** Everything was taken back. */
    AFTER_UNDO("afterUndo");

    private final String word;

    CallbackMoment(String word) {
        this.word = word;
    }

    /** What a script for this moment is called: {@code afterMigrate.sql}, or {@code afterMigrate__words.sql}. */
    public String word() {
        return word;
    }

    /** Whether it is about migrations that are taken back. */
    public boolean isOfUndo() {
        return ordinal() >= BEFORE_UNDO.ordinal();
    }
}
