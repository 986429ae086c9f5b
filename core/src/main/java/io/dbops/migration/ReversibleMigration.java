package io.dbops.migration;

/** A migration written in Java that can be taken back. */
public interface ReversibleMigration extends JavaMigration {

    /** Takes back what {@link #up} did, under the same rules. */
    void down(MigrationContext context) throws Exception;
}
