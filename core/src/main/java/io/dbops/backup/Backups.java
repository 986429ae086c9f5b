package io.dbops.backup;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Backs up one database and gives it back. Thread-safe. Every failure is a {@link io.dbops.error.DbOpsException}; nothing
 * partial is ever listed. Long calls honour interruption and the time-out of their options: statements are cancelled, nothing
 * partial is listed, and after an interruption the interrupt flag is kept.
 */
public interface Backups {

    /** No backup takes longer: one that does fails. So whoever removes backups knows when nobody can share their objects any more. */
    Duration LONGEST = Duration.ofHours(24);

    /** How long the objects of a removed backup stay. More than {@link #LONGEST} by what clocks may differ. */
    Duration GRACE = Duration.ofHours(36);

    /** {@link #full(BackupOptions)} with the defaults. */
    default BackupReport full() {
        return full(BackupOptions.defaults());
    }

    /**
     * Stores everything anew. Returns after every object was confirmed by the store, rows and chunks were reconciled, and the
     * signed manifest was written.
     */
    BackupReport full(BackupOptions options);

    /** {@link #incremental(BackupOptions)} with the defaults. */
    default BackupReport incremental() {
        return incremental(BackupOptions.defaults());
    }

    /**
     * Reads everything, and stores the chunks that differ from the newest backup; the others it shares with that one. Becomes a
     * full backup where there is nothing to compare with: the report and a warning say why. Complete when it returns, as
     * {@link #full(BackupOptions)} is.
     */
    BackupReport incremental(BackupOptions options);

    /** {@link #differential(BackupOptions)} with the defaults. */
    default BackupReport differential() {
        return differential(BackupOptions.defaults());
    }

    /** As {@link #incremental(BackupOptions)}, compared with the newest full backup. */
    BackupReport differential(BackupOptions options);

    /** {@link #planFull(BackupOptions)} with the defaults. */
    default BackupPlan planFull() {
        return planFull(BackupOptions.defaults());
    }

    /** What {@link #full(BackupOptions)} would capture now, and why it would be refused; stores nothing. */
    BackupPlan planFull(BackupOptions options);

    /** What {@link #incremental(BackupOptions)} would do now; stores nothing. */
    BackupPlan planIncremental(BackupOptions options);

    /** What {@link #differential(BackupOptions)} would do now; stores nothing. */
    BackupPlan planDifferential(BackupOptions options);

    /** Those of {@link #list()} that match. */
    default List<BackupInfo> list(BackupFilter filter) {
        return list().stream().filter(filter::matches).toList();
    }

    /** All complete backups, in the order in which they were taken. A manifest that is altered or not trusted is an error that names it. */
    List<BackupInfo> list();

    /** The backup with that label. */
    Optional<BackupInfo> get(BackupLabel label);

    /** {@link #verify(BackupLabel, VerifyOptions)} to that level. */
    default VerifyReport verify(BackupLabel label, VerifyLevel level) {
        return verify(label, VerifyOptions.builder().level(level).build());
    }

    /** Reads a backup back, as deep as the level says; what is wrong is in the report. */
    VerifyReport verify(BackupLabel label, VerifyOptions options);

    /** {@link #restore(RecoveryTarget, DataSource, RestoreOptions)} with the defaults. */
    default RestoreReport restore(RecoveryTarget target, DataSource into) {
        return restore(target, into, RestoreOptions.defaults());
    }

    /**
     * Restores into a database whose schemas of the backup are empty, or that has none of the chosen tables; refuses before
     * touching anything otherwise. Returns
     * after counts and content digests, read again from the target, agree with the backup. While everything is restored a table
     * {@code dbops_restore_journal} in the target says what was done: one that is interrupted, even by a crash, goes on with
     * {@link RestoreOptions.Builder#resume()}.
     */
    RestoreReport restore(RecoveryTarget target, DataSource into, RestoreOptions options);

    /** {@link #planRestore(RecoveryTarget, DataSource, RestoreOptions)} with the defaults. */
    default RecoveryPlan planRestore(RecoveryTarget target, DataSource into) {
        return planRestore(target, into, RestoreOptions.defaults());
    }

    /** What {@link #restore(RecoveryTarget, DataSource, RestoreOptions)} would do now; changes nothing. */
    RecoveryPlan planRestore(RecoveryTarget target, DataSource into, RestoreOptions options);

    /** What {@link #expire(RetentionPolicy)} would remove now, and why not the rest; changes nothing. */
    RetentionPlan planExpire(RetentionPolicy policy);

    /**
     * Removes the backups that the policy does not keep: from now on they are not listed. What only they needed is deleted by the first
     * call that comes after {@link #GRACE}, and so are the left-overs of runs that never ended. Other backups lose nothing, whatever
     * they share. Needs the writer's signing key. Refused while the catalogue has faults. May run beside backups, restores
     * and itself.
     */
    default ExpireReport expire(RetentionPolicy policy) {
        return expire(policy, ExpireOptions.defaults());
    }

    /** {@link #expire(RetentionPolicy)}, with a time for it: what was not deleted when it is over is deleted by the next call. */
    ExpireReport expire(RetentionPolicy policy, ExpireOptions options);

    /** Removes one backup, as {@link #expire(RetentionPolicy)} does, whatever a policy says; {@code BACKUP_HELD} if it is held. */
    ExpireReport delete(BackupLabel label);

    /** {@link #drill(RecoveryTarget, DataSource, RestoreOptions)} with the defaults. */
    default RestoreReport drill(RecoveryTarget target, DataSource scratch) {
        return drill(target, scratch, RestoreOptions.defaults());
    }

    /**
     * Restores into a scratch database as {@link #restore(RecoveryTarget, DataSource, RestoreOptions)} does, and when rows and contents
     * there are those of the backup says so in the repository: {@link BackupMarks#provenAt()}. Needs the writer's signing key
     * for that. What was restored is left there.
     */
    RestoreReport drill(RecoveryTarget target, DataSource scratch, RestoreOptions options);

    /** Keeps a backup from being removed, until it is released. Needs the writer's signing key, as all that follow. */
    BackupInfo hold(BackupLabel label, String reason);

    /** Ends a hold; nothing happens where there is none. */
    BackupInfo release(BackupLabel label);

    /** Gives a backup a tag: 1 to 100 letters, digits and {@code . _ : / -}. */
    BackupInfo tag(BackupLabel label, String tag);

    /** Takes a tag away; nothing happens where there is none. */
    BackupInfo untag(BackupLabel label, String tag);
}
