package io.dbops.migration.statement;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One object that a statement creates, changes or drops.
 *
 * @param action what is done to it
 * @param kind what it is
 * @param name its name
 * @param other the table of an index, trigger, rule, policy, column or constraint; the new name of what is renamed
 */
public record ObjectChange(
        Action action,
        ObjectKind kind,
        ObjectName name,
        @Nullable ObjectName other) {

    /** What is done to an object. */
    public enum Action {
        CREATE,
        ALTER,
        RENAME,
        DROP,
        TRUNCATE,
        COMMENT,
        /** Rows are inserted, updated, deleted or merged. */
        WRITE
    }

    /** Its table, or its new name. */
    public Optional<ObjectName> otherName() {
        return Optional.ofNullable(other);
    }

    @Override
    public String toString() {
        return action + " " + kind.words() + " " + name + (other == null ? "" : " / " + other);
    }
}
