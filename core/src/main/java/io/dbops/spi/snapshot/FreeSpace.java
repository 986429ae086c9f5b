package io.dbops.spi.snapshot;

import java.sql.SQLException;
import java.util.OptionalLong;

/** What a {@link RestoreSession} also implements that can see the target's disk; over JDBC alone most cannot. */
public interface FreeSpace {

    /** How many bytes the target's files may grow by; empty when this target does not tell. */
    OptionalLong freeBytes() throws SQLException;
}
