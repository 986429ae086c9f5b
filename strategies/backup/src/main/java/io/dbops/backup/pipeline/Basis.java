package io.dbops.backup.pipeline;

import io.dbops.backup.BackupLabel;
import io.dbops.backup.BackupType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a backup will be.
 *
 * @param type its type
 * @param reference with which it is compared; {@code null} for a full one
 * @param why it is full though another type was asked for; {@code null} where it is what was asked for
 */
record Basis(
        BackupType type,
        @Nullable Reference reference,
        @Nullable String why) {

    static Basis full() {
        return new Basis(BackupType.FULL, null, null);
    }

    static Basis promoted(String why) {
        return new Basis(BackupType.FULL, null, why);
    }

    Optional<String> promotion() {
        return Optional.ofNullable(why);
    }

    Optional<BackupLabel> label() {
        return Optional.ofNullable(reference).map(Reference::label);
    }
}
