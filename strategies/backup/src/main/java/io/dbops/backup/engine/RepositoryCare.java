package io.dbops.backup.engine;

import io.dbops.backup.BackupInfo;
import io.dbops.backup.BackupKeys;
import io.dbops.backup.BackupLabel;
import io.dbops.backup.ExpireOptions;
import io.dbops.backup.ExpireReport;
import io.dbops.backup.RetentionPlan;
import io.dbops.backup.RetentionPolicy;
import io.dbops.backup.VerifyLevel;
import io.dbops.backup.VerifyReport;
import io.dbops.backup.catalog.BackupCatalog;
import io.dbops.backup.catalog.CatalogEntry;
import io.dbops.backup.catalog.Marking;
import io.dbops.backup.expire.Expiry;
import io.dbops.backup.manifest.Mark.Kind;
import io.dbops.backup.pipeline.WriterKeys;
import io.dbops.backup.retention.RetentionPlanner;
import io.dbops.backup.sign.SigningKey;
import io.dbops.backup.work.Progress;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.BackupStore;
import io.dbops.spi.EngineContext;
import io.dbops.spi.OperationEvent.Operation;
import io.dbops.spi.call.Deadline;
import java.io.IOException;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.regex.Pattern;

/** What is said of backups after they were taken, and how they are removed. Thread-safe. */
final class RepositoryCare {

    private static final Pattern TAG = Pattern.compile("[\\p{L}\\p{N}._:/-]{1,100}");
    private static final int LONGEST_REASON = 1000;

    private final RepositoryAccess access;
    private final EngineContext context;
    private final BackupStore store;

    RepositoryCare(RepositoryAccess access) {
        this.access = access;
        this.context = access.context();
        this.store = access.store();
    }

    /** Where there is no key to sign with, the verification is as good, and nobody else knows of it. */
    void recordVerified(VerifyReport report, BackupKeys keys, Progress progress) {
        if (!report.isIntact()
                || report.level() != VerifyLevel.FULL
                || keys.signingKey().isEmpty()) {
            return;
        }
        try {
            marking(keys, progress::warning).say(report.label(), Kind.VERIFIED, "");
        } catch (IOException | DbOpsException e) {
            ErrorCode code = e instanceof DbOpsException known ? known.code() : ErrorCode.STORE;
            throw DbOpsException.of(
                            code,
                            "backup " + report.label() + " was verified and is intact, but that could not be recorded: "
                                    + e.getMessage())
                    .hint("Give no signing key where nothing is to be recorded.")
                    .cause(e)
                    .build();
        }
    }

    /** Says things of backups; {@code KEY} if there is nothing to sign with. */
    Marking marking(BackupKeys keys, BiConsumer<String, String> warnings) {
        SigningKey key = WriterKeys.signer(keys);
        return new Marking(store, access.catalog(keys), key, context.clock(), context.random(), warnings);
    }

    BackupInfo hold(BackupLabel label, String reason) {
        if (reason.isBlank() || reason.length() > LONGEST_REASON) {
            throw new IllegalArgumentException("a hold has a reason of 1 to " + LONGEST_REASON + " characters");
        }
        return say(label, Kind.HELD, reason);
    }

    BackupInfo release(BackupLabel label) {
        return say(label, Kind.RELEASED, "");
    }

    BackupInfo tag(BackupLabel label, String tag) {
        return say(label, Kind.TAGGED, tagged(tag));
    }

    BackupInfo untag(BackupLabel label, String tag) {
        return say(label, Kind.UNTAGGED, tagged(tag));
    }

    private static String tagged(String tag) {
        if (!TAG.matcher(tag).matches()) {
            throw new IllegalArgumentException("a tag is 1 to 100 letters, digits and . _ : / -, not '" + tag + "'");
        }
        return tag;
    }

    private BackupInfo say(BackupLabel label, Kind kind, String text) {
        String what = "marking " + label;
        return access.reading(what)
                .run(() -> marking(access.keys(), (object, warning) -> {}).say(label, kind, text));
    }

    RetentionPlan planExpire(RetentionPolicy policy) {
        return access.reading("the plan of an expiry").run(() -> plan(access.catalog(access.keys()), policy));
    }

    private RetentionPlan plan(BackupCatalog catalog, RetentionPolicy policy) {
        List<BackupInfo> all = RepositoryAccess.intact(catalog).entries().stream()
                .map(CatalogEntry::info)
                .toList();
        return RetentionPlanner.plan(all, policy, context.clock().instant());
    }

    ExpireReport expire(RetentionPolicy policy, ExpireOptions options) {
        return remove(
                "the expiry",
                Deadline.in(context.clock(), options.timeout()),
                catalog -> plan(catalog, policy).removed().stream()
                        .map(BackupInfo::label)
                        .toList(),
                "no rule of the policy keeps it: " + policy);
    }

    ExpireReport delete(BackupLabel label) {
        return remove(
                "the deletion of " + label,
                access.unlimited(),
                catalog -> {
                    if (catalog.find(label).isEmpty()) {
                        throw access.notFound(label);
                    }
                    return List.of(label);
                },
                "it was deleted by its label");
    }

    private ExpireReport remove(
            String what, Deadline deadline, Function<BackupCatalog, List<BackupLabel>> which, String reason) {
        Progress progress = new Progress(context.listener(), Operation.EXPIRE, context.clock());
        return RepositoryAccess.reading(what, deadline)
                .run(
                        progress,
                        () -> {
                            BackupKeys keys = access.keys();
                            SigningKey key = WriterKeys.signer(keys);
                            BackupCatalog catalog = access.catalog(keys);
                            return new Expiry(store, catalog, key, context.clock(), progress, deadline)
                                    .run(which.apply(catalog), reason);
                        },
                        ExpireReport::toString);
    }
}
