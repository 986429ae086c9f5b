package io.dbops.spi.snapshot;

/**
 * A {@link RestoreSession} that also says where it puts what it loads. Without it every schema keeps its name; where a schema
 * is what the target connection is in, it goes there under that name.
 */
public interface RelocatingRestore {

    /** The name, in the target, of what the backup has in that schema; pure. */
    String schemaInTarget(String schema);
}
