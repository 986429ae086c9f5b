package io.dbops.backup.manifest;

import io.dbops.backup.BackupLabel;
import io.dbops.backup.Compression;
import java.util.List;

/**
 * What a run has stored so far: if it dies, the next one need not store it again. Immutable.
 *
 * @param repository the repository that it is of
 * @param label of the run
 * @param databaseId tells the source from other databases; may be empty
 * @param product of the source
 * @param strategy that read it
 * @param compression of the objects
 * @param recipients of the objects
 * @param contents what the rows are, in the form of a backup's contents; a chunk that is not stored yet names an object that is not
 *     among those that are
 * @param objects the rows that are stored, by whichever run
 */
public record Draft(
        String repository,
        BackupLabel label,
        String databaseId,
        String product,
        String strategy,
        Compression compression,
        List<String> recipients,
        StoredObject contents,
        List<StoredObject> objects) {

    public Draft {
        recipients = List.copyOf(recipients);
        objects = List.copyOf(objects);
    }
}
