package io.dbops.backup;

import io.dbops.json.JsonWriter;
import io.dbops.value.ByteSize;
import java.util.List;

/** What was removed from a repository. Immutable. */
public final class ExpireReport {

    private final List<BackupLabel> removed;
    private final int waiting;
    private final int deletedObjects;
    private final ByteSize freedSize;

    public ExpireReport(List<BackupLabel> removed, int waiting, int deletedObjects, ByteSize freedSize) {
        this.removed = List.copyOf(removed);
        this.waiting = waiting;
        this.deletedObjects = deletedObjects;
        this.freedSize = freedSize;
    }

    /** The backups that are no longer listed since this call. */
    public List<BackupLabel> removed() {
        return removed;
    }

    /** How many removed or abandoned runs still have their objects, until {@link Backups#GRACE} is over. */
    public int waiting() {
        return waiting;
    }

    /** How many objects were deleted by this call, of runs that were removed by earlier ones. */
    public int deletedObjects() {
        return deletedObjects;
    }

    /** Their size. */
    public ByteSize freedSize() {
        return freedSize;
    }

    public String toJson() {
        JsonWriter json = new JsonWriter().beginObject();
        json.name("removed").beginArray();
        removed.forEach(label -> json.value(label.value()));
        return json.endArray()
                .field("waiting", waiting)
                .field("deletedObjects", deletedObjects)
                .field("freedBytes", freedSize.bytes())
                .endObject()
                .toString();
    }

    @Override
    public String toString() {
        return removed.size() + " backups removed, " + deletedObjects + " objects of earlier ones deleted (" + freedSize
                + "), " + waiting + " wait for their end of grace";
    }
}
