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
 * @param left what a run that died has stored of it; {@code null} for nothing
 */
record Basis(
        BackupType type,
        @Nullable Reference reference,
        @Nullable String why,
        @Nullable Reference left) {

    static Basis full() {
        return new Basis(BackupType.FULL, null, null, null);
    }

    static Basis promoted(String why) {
        return new Basis(BackupType.FULL, null, why, null);
    }

    static Basis comparedWith(BackupType type, Reference reference) {
        return new Basis(type, reference, null, null);
    }

    /** The same, and what a run that died has stored is not stored again. */
    Basis withLeft(@Nullable Reference some) {
        return new Basis(type, reference, why, some);
    }

    /** Whose chunks may be shared; {@code null} for nobody's. */
    @Nullable
    Reference sharing() {
        if (left == null || reference == null) {
            return left == null ? reference : left;
        }
        return left.orElse(reference);
    }

    Optional<String> promotion() {
        return Optional.ofNullable(why);
    }

    Optional<BackupLabel> label() {
        return Optional.ofNullable(reference).map(Reference::label);
    }
}
