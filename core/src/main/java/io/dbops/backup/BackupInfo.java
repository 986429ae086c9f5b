package io.dbops.backup;

import io.dbops.json.JsonWriter;
import io.dbops.value.ByteSize;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A backup as the catalogue lists it: complete, its manifest signed by a trusted writer. Immutable. */
public final class BackupInfo implements Comparable<BackupInfo> {

    private final BackupLabel label;
    private final BackupType type;
    private final @Nullable BackupLabel reference;
    private final Instant takenAt;
    private final String database;
    private final String databaseId;
    private final long sequence;
    private final int objects;
    private final ByteSize storedSize;
    private final ByteSize addedSize;
    private final boolean encrypted;
    private final BackupMarks marks;

    /**
     * A backup with the given facts, of which nothing was said.
     *
     * @param reference the backup with which it shares objects
     * @param databaseId may be empty
     */
    public BackupInfo(
            BackupLabel label,
            BackupType type,
            Optional<BackupLabel> reference,
            Instant takenAt,
            String database,
            String databaseId,
            long sequence,
            int objects,
            ByteSize storedSize,
            ByteSize addedSize,
            boolean encrypted) {
        this.label = label;
        this.type = type;
        this.reference = reference.orElse(null);
        this.takenAt = takenAt;
        this.database = database;
        this.databaseId = databaseId;
        this.sequence = sequence;
        this.objects = objects;
        this.storedSize = storedSize;
        this.addedSize = addedSize;
        this.encrypted = encrypted;
        this.marks = BackupMarks.none();
    }

    private BackupInfo(BackupInfo of, BackupMarks marks) {
        this.label = of.label;
        this.type = of.type;
        this.reference = of.reference;
        this.takenAt = of.takenAt;
        this.database = of.database;
        this.databaseId = of.databaseId;
        this.sequence = of.sequence;
        this.objects = of.objects;
        this.storedSize = of.storedSize;
        this.addedSize = of.addedSize;
        this.encrypted = of.encrypted;
        this.marks = marks;
    }

    /** The same with what was said of it. */
    public BackupInfo with(BackupMarks said) {
        return new BackupInfo(this, said);
    }

    public BackupLabel label() {
        return label;
    }

    public BackupType type() {
        return type;
    }

    /** The backup with whose chunks its own were compared, and with which it shares objects; empty for a full backup. */
    public Optional<BackupLabel> reference() {
        return Optional.ofNullable(reference);
    }

    /** The moment of the snapshot, by the writer's clock. */
    public Instant takenAt() {
        return takenAt;
    }

    /** Product and version of the source. */
    public String database() {
        return database;
    }

    /**
     * Tells one database from another, 32 hexadecimal digits: the same for all backups of a database, until it is moved to another server.
     * Empty where the database tells nothing of the kind.
     */
    public String databaseId() {
        return databaseId;
    }

    /** Counts the backups of this repository, without gaps. */
    public long sequence() {
        return sequence;
    }

    /** All that a restore needs, whichever backup stored it. */
    public int objects() {
        return objects;
    }

    /** Of all that a restore needs, whichever backup stored it. */
    public ByteSize storedSize() {
        return storedSize;
    }

    /** Of what this backup stored itself. */
    public ByteSize addedSize() {
        return addedSize;
    }

    public boolean encrypted() {
        return encrypted;
    }

    /** What was said of it since it was taken. */
    public BackupMarks marks() {
        return marks;
    }

    @Override
    public int compareTo(BackupInfo other) {
        return label.compareTo(other.label);
    }

    public String toJson() {
        JsonWriter json =
                new JsonWriter().beginObject().field("label", label.value()).field("type", type.name());
        if (reference != null) {
            json.field("reference", reference.value());
        }
        json.field("takenAt", takenAt.toString())
                .field("database", database)
                .field("databaseId", databaseId)
                .field("sequence", sequence)
                .field("objects", objects)
                .field("storedBytes", storedSize.bytes())
                .field("addedBytes", addedSize.bytes())
                .field("encrypted", encrypted);
        marks.held().ifPresent(reason -> json.field("held", reason));
        marks.verifiedAt().ifPresent(at -> json.field("verifiedAt", at.toString()));
        marks.provenAt().ifPresent(at -> json.field("provenAt", at.toString()));
        json.name("tags").beginArray();
        marks.tags().forEach(json::value);
        return json.endArray().endObject().toString();
    }

    @Override
    public String toString() {
        return label + " " + type + " " + database + ", " + objects + " objects, " + storedSize
                + (reference == null ? "" : " (" + addedSize + " more than " + reference + ")")
                + (encrypted ? ", encrypted" : "");
    }
}
