package io.dbops.backup.manifest;

import io.dbops.backup.BackupLabel;
import java.time.Instant;

/**
 * What somebody with a writer's key says of a backup. Marks steer retention, so they are signed.
 *
 * @param repository the id of the repository
 * @param label of the backup
 * @param manifest the digest of the backup's manifest file
 * @param kind what is said
 * @param at when, by the speaker's clock
 * @param text why it is held, or which tag; may be empty
 */
public record Mark(String repository, BackupLabel label, String manifest, Kind kind, Instant at, String text) {

    /** What can be said. */
    public enum Kind {
        /** All of it was read back, decrypted, decoded and counted. */
        VERIFIED,
        /** It was restored, and what was restored was compared with it. */
        PROVEN,
        /** It is not to be removed. */
        HELD,
        /** It may be. */
        RELEASED,
        /** It has that tag. */
        TAGGED,
        /** It has it no more. */
        UNTAGGED
    }
}
