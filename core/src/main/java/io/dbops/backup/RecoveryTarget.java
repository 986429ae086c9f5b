package io.dbops.backup;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which state to go back to. Immutable. */
public final class RecoveryTarget {

    private final @Nullable BackupLabel label;

    private RecoveryTarget(@Nullable BackupLabel label) {
        this.label = label;
    }

    /** The newest backup, but for those of what a restore replaced. */
    public static RecoveryTarget latest() {
        return new RecoveryTarget(null);
    }

    public static RecoveryTarget of(BackupLabel label) {
        return new RecoveryTarget(label);
    }

    /** The backup asked for; empty for the newest. */
    public Optional<BackupLabel> label() {
        return Optional.ofNullable(label);
    }

    @Override
    public String toString() {
        return label == null ? "latest" : label.value();
    }
}
