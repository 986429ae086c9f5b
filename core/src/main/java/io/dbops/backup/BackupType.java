package io.dbops.backup;

import java.util.Locale;

/** What a backup stores anew. Whatever its type, it lists all that a restore needs: none replays a chain. */
public enum BackupType {
    /** Every chunk. */
    FULL('F'),
    /** The chunks that differ from the newest full backup. */
    DIFFERENTIAL('D'),
    /** The chunks that differ from the newest backup. */
    INCREMENTAL('I');

    private final char letter;

    BackupType(char letter) {
        this.letter = letter;
    }

    /** Stands for it in a label. */
    public char letter() {
        return letter;
    }

    /** In the words of a sentence, such as {@code incremental}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
