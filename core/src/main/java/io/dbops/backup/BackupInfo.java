package io.dbops.backup;

import io.dbops.json.JsonWriter;
import io.dbops.value.ByteSize;
import java.time.Instant;

/** A backup as the catalogue lists it: complete, its manifest signed by a trusted writer. Immutable. */
public final class BackupInfo implements Comparable<BackupInfo> {

    private final BackupLabel label;
    private final BackupType type;
    private final Instant takenAt;
    private final String database;
    private final long sequence;
    private final int objects;
    private final ByteSize storedSize;
    private final boolean encrypted;

    public BackupInfo(
            BackupLabel label,
            BackupType type,
            Instant takenAt,
            String database,
            long sequence,
            int objects,
            ByteSize storedSize,
            boolean encrypted) {
        this.label = label;
        this.type = type;
        this.takenAt = takenAt;
        this.database = database;
        this.sequence = sequence;
        this.objects = objects;
        this.storedSize = storedSize;
        this.encrypted = encrypted;
    }

    public BackupLabel label() {
        return label;
    }

    public BackupType type() {
        return type;
    }

    /** The moment of the snapshot, by the writer's clock. */
    public Instant takenAt() {
        return takenAt;
    }

    /** Product and version of the source. */
    public String database() {
        return database;
    }

    /** Counts the backups of this repository, without gaps. */
    public long sequence() {
        return sequence;
    }

    public int objects() {
        return objects;
    }

    public ByteSize storedSize() {
        return storedSize;
    }

    public boolean encrypted() {
        return encrypted;
    }

    @Override
    public int compareTo(BackupInfo other) {
        return label.compareTo(other.label);
    }

    public String toJson() {
        return new JsonWriter()
                .beginObject()
                .field("label", label.value())
                .field("type", type.name())
                .field("takenAt", takenAt.toString())
                .field("database", database)
                .field("sequence", sequence)
                .field("objects", objects)
                .field("storedBytes", storedSize.bytes())
                .field("encrypted", encrypted)
                .endObject()
                .toString();
    }

    @Override
    public String toString() {
        return label + " " + type + " " + database + ", " + objects + " objects, " + storedSize
                + (encrypted ? ", encrypted" : "");
    }
}
